"""Departments, registers, accounts and the hashes of credentials."""

from django.db import models


class Department(models.Model):
    """A department that letters are assigned to."""

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=1000)
    words = models.JSONField(default=list)
    place = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("place", "code")


class Register(models.Model):
    """A register; an empty prefix shares the institution's yearly sequence."""

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=1000)
    direction = models.CharField(max_length=10, default="incoming")
    prefix = models.CharField(max_length=8, default="", blank=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("place", "code")


class Account(models.Model):
    """A person who works with the register; never deleted, only closed."""

    username = models.CharField(unique=True, max_length=40)
    name = models.CharField(max_length=1000)
    role = models.CharField(max_length=20)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT)
    password_hash = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    failed_count = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("username",)


class Substitution(models.Model):
    """Somebody stands in for an absent colleague, from one day to another."""

    id = models.UUIDField(primary_key=True)
    absent = models.CharField(max_length=40)
    substitute = models.CharField(max_length=40, db_index=True)
    from_on = models.DateField()
    to_on = models.DateField()
    work = models.CharField(max_length=5, default="moves")
    reason = models.TextField(default="", blank=True)
    set_by = models.CharField(max_length=40)


class Stranger(models.Model):
    """A name nobody has here, or an address, that was tried to log in with; by its hash."""

    name_hash = models.CharField(primary_key=True, max_length=64)
    failed_count = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(db_index=True)


class Credential(models.Model):
    """A bearer token's hash; the token itself is known to its holder only."""

    token_hash = models.CharField(unique=True, max_length=64)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    label = models.CharField(max_length=100, default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    """None: a device's key, good until it is revoked."""
    device = models.UUIDField(null=True, unique=True)
    """What a device's key is called by; None for a person's own login."""
    used_on = models.DateField(null=True)
    """The last day somebody came with it."""
