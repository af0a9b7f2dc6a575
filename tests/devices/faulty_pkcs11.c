/* A PKCS#11 module that passes every call on to SoftHSM2, but for one fault named in FAULT:
   crash_sign, hang_sign, pulled_sign (device removed), locked_login, crash_login, crash_start,
   last_try (the token's flags say that one try is left), pin_pad (the reader asks for the PIN: what
   is typed on it stands in PAD_PIN, and a PIN from the program is refused). Tests only. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long CK_RV;
typedef struct { unsigned char major, minor; void *call[68]; } FUNCTIONS;

/* Places in CK_FUNCTION_LIST, PKCS#11 v2.40, 6.3: C_Initialize is 0. */
enum { GET_TOKEN_INFO = 6, LOGIN = 18, SIGN_INIT = 42, SIGN = 43, GET_FUNCTION_LIST = 3 };
/* CK_TOKEN_INFO: label, manufacturer, model and serial stand before the flags. */
enum { FLAGS_AT = 32 + 32 + 16 + 16, FINAL_TRY = 0x20000, PROTECTED_PATH = 0x100 };

static FUNCTIONS functions;
static int signed_count = 0;

static int is(const char *fault) {
    const char *wanted = getenv("FAULT");
    return wanted && !strcmp(wanted, fault);
}

static CK_RV (*real_sign)(unsigned long, void *, unsigned long, void *, unsigned long *);
static CK_RV (*real_token_info)(unsigned long, unsigned char *);
static CK_RV (*real_login)(unsigned long, unsigned long, void *, unsigned long);

static CK_RV sign(unsigned long s, void *d, unsigned long l, void *o, unsigned long *n) {
    const char *after = getenv("FAULT_AFTER");
    if (signed_count++ >= (after ? atoi(after) : 0)) {
        if (is("crash_sign")) abort();
        if (is("hang_sign")) sleep(600);
        if (is("pulled_sign")) return 0x32; /* CKR_DEVICE_REMOVED */
    }
    return real_sign(s, d, l, o, n);
}

static CK_RV token_info(unsigned long slot, unsigned char *told) {
    CK_RV answer = real_token_info(slot, told);
    if (is("last_try")) *(unsigned long *) (told + FLAGS_AT) |= FINAL_TRY;
    if (is("pin_pad")) *(unsigned long *) (told + FLAGS_AT) |= PROTECTED_PATH;
    return answer;
}

static CK_RV login(unsigned long s, unsigned long u, void *p, unsigned long l) {
    if (is("crash_login")) abort();
    if (is("locked_login")) return 0xA4; /* CKR_PIN_LOCKED */
    if (is("pin_pad")) {
        char *typed = getenv("PAD_PIN");
        if (p) return 0x7; /* CKR_ARGUMENTS_BAD */
        return real_login(s, u, typed, strlen(typed));
    }
    return real_login(s, u, p, l);
}

CK_RV C_GetFunctionList(FUNCTIONS **list) {
    void *library;
    FUNCTIONS *real;
    CK_RV (*get)(FUNCTIONS **);
    if (is("crash_start")) abort();
    library = dlopen(getenv("REAL_PKCS11"), RTLD_NOW);
    if (!library) return 5;
    get = (CK_RV (*)(FUNCTIONS **)) dlsym(library, "C_GetFunctionList");
    if (get(&real)) return 5;
    functions = *real;
    real_sign = functions.call[SIGN];
    real_token_info = functions.call[GET_TOKEN_INFO];
    functions.call[GET_TOKEN_INFO] = token_info;
    real_login = functions.call[LOGIN];
    functions.call[SIGN] = sign;
    functions.call[LOGIN] = login;
    *list = &functions;
    return 0;
}
