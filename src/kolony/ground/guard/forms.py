"""What may be asked about an account."""

from django import forms

from kolony.ground.guard.models import User


class AccountForm(forms.Form):
    """Another role, closed, or opened again."""

    verb = forms.ChoiceField(choices=[("role", ""), ("close", ""), ("reopen", "")])
    user = forms.UUIDField()
    role = forms.ChoiceField(choices=User.Role.choices, required=False)
    reason = forms.CharField(max_length=2000, required=False)
