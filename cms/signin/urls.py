"""The pages about one's own sign-in, under the names that allauth asks for. There is none to sign up."""

from django.urls import path, re_path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .pages import private_page
from .views import factors, invitations, passkeys, sign_in

urlpatterns = [
    path("", factors.overview, name="mfa_index"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", factors.code, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.alone, name="mfa_login_webauthn"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("confirm/", sign_in.confirm, name="account_reauthenticate"),
    path("confirm/code/", factors.confirm, name="mfa_reauthenticate"),
    path("confirm/passkey/", passkeys.confirm, name="mfa_reauthenticate_webauthn"),
    path("password/", sign_in.change_password, name="account_change_password"),
    path("forgotten/", sign_in.forgotten, name="account_reset_password"),
    path("forgotten/sent/", sign_in.forgotten_sent, name="account_reset_password_done"),
    path("forgotten/done/", sign_in.chosen, name="account_reset_password_from_key_done"),
    re_path(
        r"^forgotten/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[^/]{1,200})/$",
        sign_in.choose,
        name="account_reset_password_from_key",
    ),
    path("invitation/<str:key>/", invitations.invitation, name="account_invitation"),
    path("kept/", invitations.kept_words, name="account_kept"),
    path("app/add/", factors.add_app, name="mfa_activate_totp"),
    path("app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("recovery-codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", factors.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("passkeys/add/", passkeys.add, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", passkeys.name, name="mfa_edit_webauthn"),
]
urlpatterns = decorate_urlpatterns(urlpatterns, private_page)
