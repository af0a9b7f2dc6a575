"""Give errors their HTTP status and their problem JSON."""

from django.http import HttpResponse

from registry_desk.errors import (
    DamagedError,
    RefusedError,
    RegistryDeskError,
    UnavailableError,
)
from registry_desk.wire import errors, upload_errors
from registry_desk.wire.problem import MEDIA_TYPE, problem_of

_STATUS: dict[type[RegistryDeskError], int] = {
    errors.LoginRefused: 401,
    errors.NotAllowed: 403,
    errors.AddressUnknown: 404,
    errors.EntryUnknown: 404,
    errors.TaskUnknown: 404,
    errors.ReplyUnknown: 404,
    errors.FileUnknown: 404,
    upload_errors.UploadUnknown: 404,
    errors.QuestionUnknown: 404,
    errors.SendingUnknown: 404,
    errors.ApprovalUnknown: 404,
    errors.DeviceUnknown: 404,
    upload_errors.UploadOutOfStep: 409,
    errors.EntryChangedMeanwhile: 412,
    upload_errors.TusVersionDiffers: 412,
    upload_errors.UploadTooLarge: 413,
    upload_errors.PieceSurplus: 413,
    errors.PieceTooLarge: 413,
    errors.LengthMissing: 411,
    errors.LoginThrottled: 429,
    errors.TooManyRequests: 429,
    errors.RequestMalformed: 400,
    errors.FieldInvalid: 422,
    errors.RegisterUnknown: 422,
    errors.DepartmentUnknown: 422,
    errors.AccountUnknown: 422,
    errors.ReasonMissing: 422,
    errors.DepartmentCircle: 422,
    upload_errors.PieceDamaged: 460,
    errors.StoreFull: 507,
    RefusedError: 409,
    UnavailableError: 503,
    DamagedError: 422,
    RegistryDeskError: 500,
}


def status_of(error: RegistryDeskError) -> int:
    """Give the status of an error: its own, else its family's."""
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def problem_answer(error: RegistryDeskError, status: int | None = None) -> HttpResponse:
    """Give an error as problem JSON."""
    problem = problem_of(error, status or status_of(error))
    answer = HttpResponse(problem.model_dump_json(), status=problem.status, content_type=MEDIA_TYPE)
    if isinstance(error, errors.LoginRefused):
        answer["WWW-Authenticate"] = "Bearer"
    if "seconds" in error.params:
        answer["Retry-After"] = str(error.params["seconds"])
    return answer
