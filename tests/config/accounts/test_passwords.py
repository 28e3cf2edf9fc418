import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from config.accounts import passwords
from config.accounts.forms import ChangePasswordForm, NewPasswordForm
from processes.models import Person

EASY = {
    "Length": ["kort", "elva-tecken"],
    "Known": ["password1234", "1234qwertyuiop!", "Liverpool2026!!", "...............!"],
    "Repeated": [" " * 12, "aaaaaaaaaaaa", "abcabcabcabc", "ababababababab"],
    "Sequential": ["123456789012", "abcdefghijkl", "qwertyuiopas", "9876543210ab", "asdfghjkl123"],
    "Context": [
        "kvalitetslots",
        "Kvalitetslots2026!",
        "Vimmerby2026",
        "hultsfred-kommun",
        "HÖGSBY-högsby-1999",
        "Hogsby2026!!!",
        "Sommar2026!!",
        "vinter vinter 25",
        "Välkommen2026",
    ],
}


def refused(password: str) -> set[str]:
    try:
        validate_password(password, Person(name="Anna Ek", email="anna.ek@example.org"))
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


@pytest.mark.parametrize(
    ("rule", "password"),
    [(rule, password) for rule, several in EASY.items() for password in several if rule != "Known"],
)
def test_a_password_that_is_easily_guessed_is_refused_with_its_own_reason(rule, password):
    assert rule in refused(password)


@pytest.mark.parametrize(
    "password", ["password1234", "qwertyuiop!!", "Liverpool2026!", "iloveyou2023!"]
)
def test_a_stolen_password_is_refused_however_it_is_dressed(password):
    assert "Known" in refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "korrekt häst batteri",
        "hästen i Vimmerby sjunger falskt",
        "q7!Zr0v#Lw2p",
        "fyra gula båtar 1234",
    ],
)
def test_a_good_password_is_taken(password):
    assert refused(password) == set()


def test_a_password_made_of_the_persons_own_name_is_refused():
    assert refused("anna.ek@example")


@pytest.mark.parametrize("tongue", ["sv", "en"])
def test_each_refusal_says_what_to_take_instead(tongue):
    with translation.override(tongue):
        said = set()
        for rule in ("Length", "Known", "Repeated", "Sequential", "Context"):
            with pytest.raises(ValidationError) as refusal:
                getattr(passwords, rule)().validate(
                    EASY[rule][0] if rule != "Known" else "password"
                )
            said |= set(refusal.value.messages)

    assert len(said) == 5
    assert all("ord som" in one or "words that" in one for one in said)


@pytest.mark.parametrize("form", [NewPasswordForm, ChangePasswordForm])
def test_who_chooses_a_password_reads_first_how_long_it_must_be(form):
    hint = str(form(user=Person()).fields["password1"].help_text)
    assert str(passwords.LENGTH) in hint
