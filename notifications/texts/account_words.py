"""What a letter about an account says."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.words import Words

ACCOUNT = {
    "welcome": Words(
        tag=_("Welcome"),
        title=_("Choose a password"),
        lead=_(
            "You have an account at Kvalitetslots. Choose a password with the button. The button "
            "works for %(first_days)s days. After that you ask for a new link where you sign in."
        ),
        why=_("You get this mail because somebody at the certification body added you."),
        otherwise=_("Nobody can use the account before you have chosen a password."),
        button=_("Choose a password"),
    ),
    "reset": Words(
        tag=_("Your account"),
        title=_("Choose a new password"),
        lead=_(
            "Somebody has asked for a new password for your account. If it was you, choose one "
            "with the button. It works once, and for %(new_days)s days."
        ),
        why=_("You get this mail because it was asked for with this address."),
        otherwise=_("If it was not you: do nothing. Your password stays as it is."),
        button=_("Choose a new password"),
    ),
    "confirm": Words(
        tag=_("Your account"),
        title=_("Is this your address?"),
        lead=_(
            "This address is to be the one you sign in with. Confirm it with the button. "
            "You have 14 days."
        ),
        why=_("You get this mail because somebody wrote this address for your account."),
        otherwise=_("If you do not confirm it, your old address stays as it is."),
        button=_("Confirm the address"),
    ),
    "moving": Words(
        tag=_("Your account"),
        title=_("Your address is to be changed"),
        lead=_(
            "You are to sign in with %(address)s. "
            "Until the new address is confirmed this one works."
        ),
        why=_("You get this mail because this is the address of your account."),
        otherwise=_("If you did not want this, stop it with the button. You have 14 days."),
        button=_("Stop the change of address"),
    ),
    "moved": Words(
        tag=_("Your account"),
        title=_("Your address is changed"),
        lead=_("You now sign in with %(address)s. This old address no longer works."),
        why=_("You get this mail because this was the address of your account."),
        otherwise=_("If you did not want this, stop it with the button. You have 14 days."),
        button=_("Stop the change of address"),
    ),
    "tries": Words(
        tag=_("Your account"),
        title=_("Many wrong passwords"),
        lead=_(
            "On %(day)s somebody wrote a wrong password for your account many times. "
            "Nobody got in. You can sign in as usual."
        ),
        why=_("You get this mail because it is your account. At most one comes a day."),
        otherwise=_("If it was you: ask for a new password. If it was not: tell us."),
        button=_("To the page where you sign in"),
    ),
}
