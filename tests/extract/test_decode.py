"""Encodings: what is declared, what is used, and what could not be read."""

from pathlib import Path

import pytest

from generator.extract.decode import decode_html, decode_markdown


def test_a_byte_order_mark_wins() -> None:
    for name in ("utf-8-sig", "utf-16", "utf-32"):
        decoded = decode_html("Privacy é".encode(name), "latin1")
        assert decoded.text == "Privacy é"
        assert decoded.replaced == 0


def test_utf_16_without_a_mark_is_seen_by_its_zeros() -> None:
    for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert decode_html("<p>Privacy policy</p>".encode(name)).text == "<p>Privacy policy</p>"


def test_a_declaration_is_believed_where_the_bytes_allow_it() -> None:
    page = "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>Условия".encode("cp1251")
    decoded = decode_html(page)
    assert decoded.text.endswith("Условия")
    assert (decoded.declared, decoded.encoding, decoded.warnings) == ("windows-1251", "windows-1251", ())
    assert decode_html("条款".encode("gb18030"), "gb2312").text == "条款"
    assert decode_html("Straße".encode("cp1252"), "ISO-8859-1").text == "Straße"


def test_the_header_goes_before_the_page() -> None:
    decoded = decode_html("<meta charset=koi8-r>Über".encode("cp1252"), "windows-1252")
    assert (decoded.text[-4:], decoded.declared) == ("Über", "windows-1252")


def test_a_declaration_that_lies_is_recorded_and_not_used() -> None:
    lying = "<meta charset=utf-8><p>" + "Verfügung über Gebühren. " * 20
    decoded = decode_html(lying.encode("cp1252"))
    assert decoded.text == lying
    assert (decoded.declared, decoded.encoding) == ("utf-8", "windows-1252")
    assert decoded.warnings == ("declared as utf-8, read as windows-1252",)
    other = decode_html("Verfügung".encode(), "iso-8859-1")
    assert (other.text, other.encoding) == ("Verfügung", "utf-8")


def test_an_unknown_declaration_is_said() -> None:
    decoded = decode_html(b"text", "x-acme-9")
    assert decoded.text == "text"
    assert decoded.warnings == ("declared as x-acme-9, which is no known encoding; read as utf-8",)
    assert decode_html(b"text", "base64").encoding == "utf-8"


def test_bytes_that_are_no_text_are_replaced_counted_and_the_same_each_time() -> None:
    decoded = decode_html(b"\xff\xfe\xc0\xaf")
    assert decoded == decode_html(b"\xff\xfe\xc0\xaf")
    assert decoded.replaced == decoded.text.count("\ufffd") == 4
    assert decoded.warnings == ("4 bytes or sequences that are no utf-8 shown as U+FFFD",)
    assert decode_markdown(b"ok \xff").replaced == 1


@pytest.mark.shared
def test_real_pages_that_declare_their_encoding_or_carry_a_mark_are_read(shared: Path) -> None:
    """The folder's name is the truth; pages that declare nothing are guesses and only counted."""
    right, wrong = 0, []
    for path in sorted((shared / "fixtures" / "pages" / "encodings_chardet").glob("*/*")):
        body, name = path.read_bytes(), path.parent.name.lower()
        truth = {
            "utf-8-sig": "utf-8",
            "gb2312": "gb18030",
            "tis-620": "cp874",
            "maccyrillic": "mac-cyrillic",
            "euc-kr": "cp949",
        }.get(name, name).removesuffix("-text")
        parts = truth.split("-")
        codec = (
            "-".join(parts[:3])
            if truth.startswith("iso")
            else "-".join(parts[:2])
            if truth.startswith("windows")
            else truth
        )
        decoded = decode_html(body)
        try:
            expected = body.decode(codec, "replace").lstrip("\ufeff").replace("\0", "\ufffd")
        except LookupError:
            continue
        if decoded.text == expected:
            right += 1
        elif decoded.declared and decoded.encoding == decoded.declared.lower():
            wrong.append((path.name, decoded.encoding))
    print(f"encodings read as their folders say: {right}")
    assert right >= 40
    assert not wrong


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("windows-1251", "Мы собираем данные, которые вы нам передаёте, и используем их для работы сервиса."),
        ("koi8-r", "Мы собираем данные, которые вы нам передаёте, и используем их для работы сервиса."),
        ("iso-8859-5", "Мы собираем данные, которые вы нам передаете, и используем их для работы сервиса."),
        ("windows-1255", "אנו אוספים את המידע שאתם מוסרים לנו ומשתמשים בו כדי להפעיל את השירות שלנו."),
        ("windows-1256", "نحن نجمع المعلومات التي تقدمها لنا ونستخدمها من أجل تشغيل الخدمة وتحسينها."),
        ("cp874", "เราเก็บข้อมูลที่คุณให้กับเราและใช้ข้อมูลนั้นในการให้บริการและปรับปรุงบริการของเรา"),
        ("euc-kr", "우리는 이용자가 제공하는 정보를 수집하고 서비스를 운영하는 데 이를 이용합니다."),
        ("shift_jis", "当社は、お客様から提供された情報を収集し、サービスの運営のためにこれを利用します。"),
        ("euc-jp", "当社は、お客様から提供された情報を収集し、サービスの運営のためにこれを利用します。"),
        (
            "iso-2022-jp",
            "当社は、お客様の情報を収集し、ABC サービスのために利用し、XYZ に渡します。1 条 2 項。",
        ),
        ("gb2312", "我们会收集你提供的信息，并在提供服务的过程中使用这些信息，你可以要求我们删除。"),
        ("big5", "我們會收集你提供的資料，並在提供服務的過程中使用這些資料，你可以要求我們刪除。"),
    ],
)
def test_a_page_that_declares_nothing_is_read_as_the_words_it_makes(name: str, words: str) -> None:
    decoded = decode_html(f"<html><body><p>{words}</p></body></html>".encode(name))
    assert words in decoded.text
    assert decoded.replaced == 0


def test_western_letters_among_plain_ones_are_western() -> None:
    assert decode_html("<p>Größe, Übermaß, naïve, façade</p>".encode("cp1252")).encoding == "windows-1252"


def test_a_stray_byte_costs_one_character_whatever_the_page_declares() -> None:
    page = "<p>" + "Les données de l’élève sont gardées à l’abri. " * 6
    for declared in ("<meta charset=utf-8>", "", "<meta charset=iso-8859-1>"):
        decoded = decode_html((declared + page).encode() + b"\x93cidre\x94 \x92 \x85 \xff \xc3 \xe2\x80 ")
        assert decoded.text.startswith(declared + page)
        assert (decoded.encoding, decoded.replaced) == ("utf-8", 7)
    lone = decode_html(b"<p>the club\x92s ledger", "utf-8")
    assert (lone.text, lone.encoding) == ("<p>the club\ufffds ledger", "utf-8")


def test_a_bad_letter_of_two_bytes_does_not_eat_the_tag_after_it() -> None:
    decoded = decode_html("<p>当社は".encode("cp932") + b"\x81<b>x</b>", "shift_jis")
    assert decoded.text == "<p>当社は\ufffd<b>x</b>"


def test_declarations_are_read_as_the_prescan_reads_them() -> None:
    """Comments are skipped, labels that nobody knows are passed over, a pragma needs its name, the first wins."""
    cases = {
        "<!-- <meta charset=koi8-r> --><meta charset=windows-1250>": "windows-1250",
        "<!--><meta charset=windows-1250>": "windows-1250",
        "<!-- <meta charset=koi8-r> -->": "",
        "<meta charset=nonsense><meta charset=windows-1250>": "windows-1250",
        "<meta charset=nonsense>": "nonsense",
        "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; CHARSET = \"windows-1250\"'>": "windows-1250",
        "<meta content='text/html; charset=windows-1250'>": "",
        "<meta name=keywords content='charset=koi8-r' http-equiv=x>": "",
        "<p title='<meta charset=koi8-r>'><meta charset=windows-1250>": "windows-1250",
        "</p <meta charset=koi8-r>": "",
        "<meta/charset=windows-1250>": "windows-1250",
        "<meta charset=windows-1250 charset=koi8-r>": "windows-1250",
        "<?xml version='1.0' encoding='windows-1250'?>": "windows-1250",
        "<?xml version='1.0' encoding='koi8-r'?><meta charset=windows-1250>": "windows-1250",
        "<script>"
        + " " * 1100
        + "'<meta charset=koi8-r>'</script><meta charset=windows-1250>": "windows-1250",
        " " * 1100 + "<!-- <meta charset=koi8-r> --><meta charset=windows-1250>": "windows-1250",
        " " * 1100 + "<a title='<meta charset=koi8-r>'>": "",
    }
    for page, label in cases.items():
        assert decode_html(page.encode()).declared == label, page
    assert decode_html(b"<!-- <meta charset=koi8-r> -->" + "Größe".encode()).text.endswith("Größe")


def test_only_labels_of_the_web_are_honoured() -> None:
    for label in (
        "utf-7",
        "raw_unicode_escape",
        "unicode_escape",
        "undefined",
        "idna",
        "cp037",
        "utf-32",
        "mbcs",
    ):
        page = f"<meta charset={label}><p>+ADw-b+AD4- \\u003cb\\u003e é"
        for decoded in (decode_html(page.encode()), decode_html(page.encode(), label)):
            assert decoded.text == page
            assert decoded.warnings == (f"declared as {label}, which is no known encoding; read as utf-8",)
    for label in ("iso-2022-kr", "hz-gb-2312", "replacement"):  # browsers refuse these
        assert decode_html(b"<p>fee", label).encoding == "utf-8"
    assert decode_html("<meta charset=utf-16><p>Größe".encode()).text.endswith("Größe")


def test_controls_of_windows_encodings_are_those_of_the_web() -> None:
    assert decode_html(b"caf\xe9 \x81 \x8d", "windows-1252").text == "café \x81 \x8d"
    assert decode_html(b"\xd9\xe0", "windows-1255").replaced == 1


def test_zeros_do_not_make_utf_32_of_a_page() -> None:
    page = "<p>Größe</p>".encode()
    for number in (1, 4, 7, 3000):
        for body in (b"\0" * number + page, page + b"\0" * number, b"\0" * number):
            decoded = decode_html(body)
            assert decoded.encoding == "utf-8"
            assert decoded.text.replace("\ufffd", "") in (page.decode(), "")
            assert any("NUL" in warning for warning in decoded.warnings)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("iso-8859-2 windows-1250", "Członkowie klubu mogą sprzedawać gruszki i śliwki, lecz nie mogą zrywać jabłek bez zgody."),
        ("iso-8859-2 windows-1250", "Člen klubu smí trhat hrušky, ale nesmí je prodávat překupníkům bez souhlasu správce."),
        ("iso-8859-2 windows-1250", "A tagok körtét szedhetnek, de nem adhatják el a kereskedőknek az őr engedélye nélkül, s erről űrlap szól."),
        ("windows-1254", "Üyeler armut toplayabilir, ancak bekçinin izni olmadan satıcılara satamazlar; şartlar değişebilir."),
        ("windows-1257", "Vartotojas sutinka, kad jo duomenys būtų naudojami paslaugai teikti ir gali būti perduoti trečiosioms šalims. Sąlygos gali keistis."),
        ("windows-1251", "Члены клуба могут собирать груши, но не могут продавать их без согласия сторожа."),
        ("iso-2022-kr", "회원은 배를 딸 수 있으나 관리인의 동의 없이 상인에게 팔 수 없습니다."),
    ],
)  # fmt: skip
def test_a_guess_is_right_and_says_that_it_is_one(names: str, words: str) -> None:
    for name in names.split():
        decoded = decode_html(f"<main><p>{words}</p></main>".encode(name))
        assert words in decoded.text
        assert any("which is a guess" in warning for warning in decoded.warnings)
