"""Suspect captures in invented words: walls in several languages, and genuine texts that only look alike."""

import pytest

from generator.extract.quality import judge, language_of
from generator.model.policy import PolicyText

CLAUSES = [
    f"{n}. Acme may use the content number {n} that you give us to run service {n}, and you keep your rights in it; "
    f"we share item {n} with partners only as this policy says, and you can object to purpose {n} at any time."
    for n in range(1, 41)
]
POLICY = "# Acme Privacy Policy\n\n" + "\n\n".join(CLAUSES)
GERMAN = "\n\n".join(
    f"{n}. Acme darf die Inhalte Nummer {n}, die Sie uns geben, für den Dienst {n} verwenden, und Sie behalten Ihre "
    f"Rechte daran; wir geben sie nicht an Dritte weiter, es sei denn, die Richtlinie {n} sieht das vor."
    for n in range(1, 41)
)


def text(words: str, *, title: str = "", chrome: int = 0) -> PolicyText:
    return PolicyText(text=words, title=title, chrome=chrome)


def codes(now: str, before: str | None = POLICY, after: str | None = None, *, title: str = "") -> list[str]:
    found = judge(
        text(now, title=title),
        text(before) if before is not None else None,
        text(after) if after is not None else None,
    )
    assert all(reason.sentence and str(reason).startswith(reason.code) for reason in found)
    return [reason.code for reason in found]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (
            "Please sign in to continue. E-mail Password Forgot your password? Create an account at Acme",
            "login-wall",
        ),
        (
            "Vous devez vous connecter pour voir cette page. Mot de passe oublié ? Acme vous attend ici",
            "login-wall",
        ),
        (
            "Bitte melden Sie sich an, um diese Seite bei Acme zu sehen. Passwort vergessen? Konto anlegen",
            "login-wall",
        ),
        (
            "Debes iniciar sesión para ver esta página de Acme. ¿Has olvidado tu contraseña? Crea una cuenta",
            "login-wall",
        ),
        ("请先登录后查看此页面", "login-wall"),
        (
            "Just a moment... Acme is verifying you are human. This may take a few seconds to finish here",
            "bot-check",
        ),
        (
            "Vérification de votre navigateur avant d'accéder au site de la société Acme, merci de patienter",
            "bot-check",
        ),
        (
            "Unusual traffic from your network was seen by Acme. Enter the characters below and go on",
            "bot-check",
        ),
        (
            "404 Page not found. The page you want moved to another place of the Acme site or is gone",
            "error-page",
        ),
        (
            "Seite nicht gefunden. Die von Ihnen gesuchte Seite gibt es bei Acme nicht oder nicht mehr",
            "error-page",
        ),
        (
            "Lo sentimos, se ha producido un error en el sitio de Acme y no podemos mostrar este texto",
            "error-page",
        ),
        ("页面不存在，请返回首页", "error-page"),
        ("Ein Fehler ist aufgetreten. Bitte laden Sie die Seite von Acme später noch einmal", "error-page"),
        (
            "Access Denied. You don't have permission to see this page of Acme on this server today",
            "error-page",
        ),
        (
            "We are down for scheduled maintenance. Acme is back at noon with new shops and colours",
            "maintenance",
        ),
        (
            "Le site Acme est en cours de maintenance et revient demain avec de nouvelles couleurs pour tous",
            "maintenance",
        ),
        (
            "You need to enable JavaScript to run this app made by Acme for all of its readers worldwide",
            "script-shell",
        ),
        (
            "Bitte aktivieren Sie JavaScript, damit diese Seite der Firma Acme angezeigt werden kann",
            "script-shell",
        ),
        (
            "We value your privacy. We and our 812 partners store data. Accept all Reject all Manage settings",
            "consent-wall",
        ),
        (
            "Wir schätzen Ihre Privatsphäre bei Acme. Alle akzeptieren Alle ablehnen Einstellungen hier",
            "consent-wall",
        ),
        (
            "Nous respectons votre vie privée chez Acme. Tout accepter Continuer sans accepter Réglages",
            "consent-wall",
        ),
        (
            "This page of Acme is not available in your country. Choose another shop from the list here",
            "other-region",
        ),
        (
            "Redirecting to legal.acme.example and the new home of our legal pages in a few seconds now",
            "redirect-stub",
        ),
        (
            "The Wayback Machine - https://web.archive.org/web/20310101/https://acme.example/terms",
            "archive-page",
        ),
        (
            "This URL has been excluded from the Wayback Machine. Read the blog of the archive instead",
            "archive-page",
        ),
        ("", "empty"),
    ],
)
def test_a_wall_is_flagged_by_its_words_alone_and_beside_a_policy(page: str, code: str) -> None:
    assert codes(page, before=None)[0] == code
    assert codes(page)[0] == code
    assert codes(page, after=page)[0] == code


def test_a_policy_that_mentions_what_walls_say_is_none() -> None:
    extra = (
        "\n\nYou must log in to change settings. If an error occurred, try again later. Enable JavaScript. We use "
        "cookies; accept all or reject all. Some parts are not available in your country. Forgot your password?"
    )
    assert codes(POLICY + extra) == []
    assert codes(POLICY + extra, before=None) == []
    assert (
        codes(
            "# Cookie policy\n\nWe use cookies as this policy says. You consent under these terms; you may accept "
            "or reject cookies. Your privacy rights and the terms of this policy apply, with legal conditions, to "
            "cookies and personal rights of all parties under this agreement.",
            before=None,
        )
        == []
    )


def test_a_title_can_give_a_wall_away() -> None:
    assert codes("Ray 7f", before=None, title="Attention Required! | Cloudflare") == ["bot-check"]


def test_a_shell_with_much_script_and_hardly_a_word_is_flagged() -> None:
    found = judge(text("Acme\n", chrome=250_000))
    assert [reason.code for reason in found] == ["script-shell"]


def test_a_heading_in_place_of_a_policy_is_flagged_even_if_it_stays() -> None:
    assert codes("# Acme Privacy Policy") == ["emptied"]
    assert codes("# Acme Privacy Policy", after="# Acme Privacy Policy") == ["emptied"]


def test_a_collapse_that_recovers_is_flagged() -> None:
    part = "\n\n".join(CLAUSES[:8])
    assert codes(part, after=POLICY) == ["collapse-and-recovery"]
    assert codes(part, after=POLICY.replace("41", "x") + "\n\nOne clause more.") == ["collapse-and-recovery"]


def test_a_genuine_mass_deletion_passes() -> None:
    part = "\n\n".join(CLAUSES[:8])
    assert codes(part) == []
    assert codes(part, after=part + "\n\nA new closing sentence.") == []
    grown = (
        part
        + "\n\n"
        + "\n\n".join(f"Fresh rule {n} speaks about matter {n + 7} in new words." for n in range(60))
    )
    assert codes(part, after=grown) == []


def test_a_policy_that_is_withdrawn_in_a_sentence_passes() -> None:
    notice = "Acme Meet has been discontinued and these terms are no longer in force."
    assert codes(notice, after=notice) == []
    assert codes(notice) == []


def test_half_of_a_page_that_stood_twice_is_no_collapse() -> None:
    assert codes(POLICY, before=POLICY + "\n\n" + POLICY, after=POLICY + "\n\n" + POLICY) == []


def test_a_page_that_stands_twice_for_one_capture_is_flagged() -> None:
    assert codes(POLICY + "\n\n" + POLICY, after=POLICY) == ["doubled"]
    assert codes(POLICY + "\n\n" + POLICY, after=POLICY + "\n\n" + POLICY) == []


def test_announced_terms_beside_the_current_ones_are_a_change() -> None:
    announced = POLICY.replace("with partners only", "with partners and affiliates, to train models, only")
    assert codes(POLICY + "\n\n" + announced, after=POLICY) == []
    assert codes(POLICY + "\n\n" + announced) == []
    assert codes(POLICY, before=POLICY + "\n\n" + announced, after=POLICY + "\n\n" + announced) == []


def test_another_page_in_the_policys_place_is_flagged() -> None:
    shop = "New shoes and bags for summer. Red, blue and green. Buy two and get one. See the shop in town, open late."
    assert codes(shop) == ["other-page"]
    other = "\n\n".join(
        f"Rule {n}: guests of hotel {n} must leave room {n} before noon, pay every bill at desk {n} and return the key; "
        f"pets, fireworks and bicycles are prohibited on floor {n + 3} under these guidelines."
        for n in range(1, 60)
    )
    assert codes(other, after=POLICY) == ["other-page"]
    assert codes(other, after=other + "\n\nOne more.") == []


def test_another_language_is_flagged_unless_it_stays() -> None:
    assert codes(GERMAN) == ["other-language"]
    assert codes(GERMAN, after=POLICY)[0] == "other-language"
    assert codes(GERMAN, after=GERMAN + "\n\nEin Satz mehr.") == []
    assert codes(GERMAN, before=GERMAN.replace("Dienst", "Service")) == []


def test_the_same_words_are_never_suspect() -> None:
    assert codes("Sign in to continue", before="**Sign in** to continue") == []


def test_ordinary_edits_pass() -> None:
    edited = POLICY.replace("at any time", "within 30 days") + "\n\n41. Acme may train models on content."
    assert codes(edited) == []
    assert codes(edited, after=edited) == []


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (POLICY, "en"),
        (GERMAN, "de"),
        (
            "我们将根据本政策处理您的个人信息，并在您同意的情况下使用这些信息来改进我们的服务和产品。" * 2,
            "zh",
        ),
        (
            "当社は、本ポリシーに従ってお客様の個人情報を取り扱い、サービスの改善のために利用します。" * 2,
            "ja",
        ),
        ("Мы обрабатываем ваши персональные данные в соответствии с этой политикой и законом.", "ru"),
        ("12 34 56", ""),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words_or_its_script(words: str, language: str) -> None:
    assert language_of(words) == language
