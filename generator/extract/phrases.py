"""What pages say that stand in the place of a policy, in several languages; and words that policies are made of.

Rules are about kinds of pages, not about known companies. Each expression is tried on folded, lower-case words.
"""

import re
from enum import StrEnum


class Wall(StrEnum):
    """The kinds of pages that stand in the place of a policy."""

    LOGIN = "login-wall"
    CONSENT = "consent-wall"
    BOT = "bot-check"
    ERROR = "error-page"
    MAINTENANCE = "maintenance"
    SCRIPT = "script-shell"
    REDIRECT = "redirect-stub"
    REGION = "other-region"
    ARCHIVE = "archive-page"


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


WALLS: tuple[tuple[Wall, re.Pattern[str]], ...] = (
    (
        Wall.ARCHIVE,
        _any(
            r"the wayback machine - https?://web\.archive\.org",
            r"url has been excluded from the wayback machine",
            r"wayback machine (?:doesn't|has not|hasn't) (?:have|archived) that",
            r"got an http \d{3} response at crawl time",
            r"the wayback machine is an initiative of the internet archive",
            r"about this capture collected by",
            r"\d[\d,]* captures? \d\d? [a-z]{3} \d{4}",
            r"(?:archive\.(?:today|is|ph)) webpage capture",
            r"page cannot be (?:displayed|crawled) due to robots\.txt",
            r"no capture of this (?:page|url)",
            r"this (?:page|site) (?:is|was) not archived",
        ),
    ),
    (
        Wall.BOT,
        _any(
            r"verif(?:y|ying) (?:that )?you(?:'re| are) (?:a )?(?:not a robot|human)",
            r"are you (?:a )?(?:human|robot)\b",
            r"(?:i'm|i am) not a robot",
            r"checking (?:if the site connection is secure|your browser)",
            r"(?:we're|we are)? ?verifying your browser",
            r"just a moment\.\.\.",
            r"security (?:checkpoint|check to access)",
            r"attention required! \| cloudflare",
            r"(?:complete|solve) the (?:captcha|security check)",
            r"\bcaptcha\b.{0,80}(?:continue|proceed|enter|type)",
            r"(?:you have been|you're|you’ve been|you've been|your ip has been|sorry, you have been)(?: temporarily)? blocked",
            r"(?:unusual|suspicious|automated) (?:traffic|activity|requests?) (?:from|coming|detected|on)",
            r"misusing this feature by going too fast",
            r"(?:cloudflare|incident|event|request|reference) (?:ray )?(?:id|#|number):? ?[#\d0-9a-f.-]{8,}",
            r"access (?:to this (?:page|site|website) has been|has been) denied",
            r"pardon our interruption",
            r"ddos protection by",
            r"enable (?:javascript and )?cookies to continue",
            r"vérification de (?:votre navigateur|sécurité)",
            r"vous (?:n'êtes|êtes) pas un robot",
            r"vérifi(?:er|ons) que vous êtes (?:un )?humain",
            r"(?:überprüfung|wir überprüfen) (?:ihres|ihren) browser",
            r"kein roboter",
            r"(?:no (?:eres|soy|es) un robot|verificando (?:su|tu) navegador|comprobando (?:su|tu) navegador)",
            r"(?:non sono un robot|verifica del (?:tuo )?browser)",
            r"não sou um robô|verificando (?:o )?seu navegador",
            r"ik ben geen robot|jestem robotem|我不是机器人|人机验证|安全验证|請完成驗證|ロボットではありません|로봇이 아닙니다",
            r"проверка (?:браузера|безопасности)|я не робот",
        ),
    ),
    (
        Wall.LOGIN,
        _any(
            r"you must (?:be logged|log|sign) ?in (?:to|before)",
            r"(?:please )?(?:log|sign) in to (?:continue|your account|view|access|see)",
            r"sign in to continue to",
            r"(?:log|sign) in .{0,120}(?:forgot(?:ten)? (?:your )?(?:password|account|email)|create (?:a |an |new )*account)",
            r"(?:forgot(?:ten)?) (?:your )?password\?",
            r"login required|session (?:has )?expired",
            r"(?:connectez|identifiez)-vous pour|mot de passe oublié|vous devez (?:être connecté|vous connecter)",
            r"(?:bitte )?melde(?:n sie sich| dich) an|passwort vergessen|(?:sie müssen|du musst) (?:sich|dich)? ?(?:anmelden|einloggen|angemeldet)",
            r"inici(?:a|e) sesión para|(?:olvidaste|olvidó|has olvidado) (?:tu|su|la) contraseña|debes iniciar sesión",
            r"accedi per continuare|password dimenticata|effettua (?:il login|l'accesso)",
            r"(?:entre|faça login|inicie sessão) para|esqueceu (?:a |sua )?senha|esqueceu-se da palavra-passe",
            r"inloggen om|wachtwoord vergeten|zaloguj się|nie pamiętasz hasła",
            r"请(?:先)?登录|登录后|忘记密码|請登入|ログインして|パスワードをお忘れ|로그인이 필요|비밀번호를 잊|войдите, чтобы|забыли пароль",
        ),
    ),
    (
        Wall.MAINTENANCE,
        _any(
            r"(?:under|for|scheduled|carrying out|due to|undergoing|in) (?:\w+ ){0,2}maintenance",
            r"we(?:'ll| will) be (?:right )?back (?:soon|shortly|!)?",
            r"(?:temporarily|currently) (?:unavailable|offline|down)",
            r"maintenance mode|(?:site|service|website) is (?:down|offline)|\bmaintenance$",
            r"en (?:cours de )?maintenance|site (?:est )?(?:temporairement |actuellement )?indisponible",
            r"se refait une beauté|revient (?:dans quelques|très bientôt|bientôt)|momentanément indisponible",
            r"wartungsarbeiten|vorübergehend nicht (?:verfügbar|erreichbar)|gleich wieder (?:da|für sie da)",
            r"en mantenimiento|temporalmente (?:no disponible|fuera de servicio)|volveremos pronto",
            r"in manutenzione|temporaneamente non disponibile|torneremo presto",
            r"em manutenção|temporariamente (?:indisponível|fora)|onderhoud|prace konserwacyjne|przerwa techniczna",
            r"系统维护|正在维护|網站維護|メンテナンス中|점검 중|технические работы|временно недоступ",
        ),
    ),
    (
        Wall.REGION,
        _any(
            r"(?:not|isn't|is not|unavailable) (?:\w+ ){0,3}(?:in|for|from) your (?:country|region|location|area)",
            r"(?:select|choose) (?:a |your )?(?:country|region|location)(?:/region)? to (?:continue|see|view)",
            r"(?:n'est|ne sont) pas disponibles? (?:\w+ ){0,2}(?:pour|dans) (?:ce|votre|cette) (?:pays|région)",
            r"in (?:ihrem|deinem|diesem) land nicht (?:verfügbar|zugänglich)|nicht in (?:ihrem|deinem) land",
            r"no (?:está )?disponible en (?:tu|su|este) (?:país|región)|non (?:è )?disponibile nel (?:tuo|suo) paese",
            r"não (?:está )?disponível (?:no|em) (?:seu|teu) (?:país|região)|niet beschikbaar in (?:jouw|uw) (?:land|regio)",
            r"unavailable (?:for|due to) legal reasons|country belonging to the european (?:economic area|union)|因地区|您所在的(?:国家|地区)|お住まいの(?:国|地域)|недоступ\w+ в вашей стране",
        ),
    ),
    (
        Wall.ERROR,
        _any(
            r"\b(?:404|403|401|410|429|500|502|503|504)\b.{0,40}(?:error|not found|forbidden|unauthorized|gone|gateway|unavailable|page)",
            r"(?:error|http|status|code)[ :]{1,3}(?:404|403|401|410|429|50\d)\b",
            r"(?:page|content|site|url|document|file|link|resource)(?: \w+| you(?:'re| are| were)? (?:looking|trying|requested)[\w ]{0,40}){0,4} (?:not found|cannot be found|can't be found|could not be found|couldn't be found|doesn't exist|does not exist|no longer (?:exists|available)|isn't available|is not available|unavailable)",
            r"(?:can't|cannot|couldn't|could not|can not|unable to|we can't) (?:seem to )?(?:find|locate|load|reach|open|display) (?:the|that|this|your|what) ?(?:\w+ )?(?:page|site|content|document|you)",
            r"this (?:page|content) (?:isn't|is not|isn’t) available|content (?:isn't|is not) available",
            r"(?:something|it looks like something|oops[,!]? something) went wrong|an? (?:unexpected |internal |unknown |technical )?(?:server )?error (?:has )?occur",
            r"(?:we ran into|there was|we've hit|encountered) an? (?:\w+ )?(?:issue|problem|error|snag)",
            r"(?:uh[- ]oh|oops|whoops|oh no)\b.{0,80}|^(?:error|erreur|fehler|errore|erro)\b",
            r"(?:type|reference|syntax|component|runtime|application|script) ?error[ :!]|cannot read propert|stack trace|traceback \(most",
            r"(?:access denied|forbidden|bad gateway|gateway time-?out|service unavailable|internal server error|too many requests|bad request|not authori[sz]ed)",
            r"technical error|refresh the page or contact|try (?:again|reloading)(?: the page)? (?:or come back )?(?:later|in a)",
            r"(?:you(?:'re| are) (?:currently )?offline|no internet connection|looks like you(?:'re| are) lost|beat us there|not found (?:uh|sorry))",
            r"page (?:introuvable|non trouvée|inexistante)|(?:la )?page (?:que vous (?:re)?cherchez|demandée)(?: \w+){0,4} (?:introuvable|n'existe|n'est)|une erreur (?:s'est|est|inattendue|technique)|accès (?:refusé|interdit)",
            r"seite (?:wurde )?(?:leider )?nicht gefunden|(?:diese|die) seite (?:\w+ ){0,4}(?:nicht (?:gefunden|verfügbar)|existiert nicht)|ein fehler ist aufgetreten|zugriff verweigert|etwas ist schief",
            r"página (?:no (?:encontrada|existe|disponible)|não encontrada|inexistente)|(?:ha ocurrido|se ha producido) un error|algo (?:salió|ha salido|deu) (?:mal|errado)|acceso denegado|ocorreu um erro|acesso negado",
            r"pagina (?:non trovata|niet gevonden|inesistente)|(?:si è verificato un|qualcosa è andato) ?(?:errore|storto)|accesso negato|er is (?:iets misgegaan|een fout opgetreden)|toegang geweigerd",
            r"nie znaleziono strony|strona nie istnieje|wystąpił błąd|sidan (?:kunde inte|hittades inte)|siden (?:blev ikke|ble ikke|findes ikke)|stránka (?:nebyla|nenalezena)|sivua ei löyt",
            r"页面(?:不存在|未找到|找不到|丢失)|出错了|访问(?:被拒绝|受限)|找不到(?:頁面|页面|网页)|ページが見つかりません|エラーが発生|페이지를 찾을 수 없|오류가 발생|страница не найдена|произошла ошибка|доступ (?:запрещ|огранич)|sayfa bulunamadı|bir hata oluştu|الصفحة غير موجودة|حدث خطأ",
        ),
    ),
    (
        Wall.SCRIPT,
        _any(
            r"(?:enable|turn on|requires?|need(?:s)?|activate)(?: \w+){0,3} (?:java ?script|js)\b",
            r"java ?script (?:is|must be|needs to be|appears to be|has been) (?:not |currently )?(?:disabled|enabled|required|turned|available)",
            r"(?:activer|activez|nécessite|requiert)(?: \w+){0,2} javascript|javascript (?:est )?(?:désactivé|doit être|requis)",
            r"javascript (?:ist )?(?:deaktiviert|aktivieren|erforderlich)|aktivieren sie(?: bitte)? javascript",
            r"(?:habilit(?:e|a|ar)|activ(?:e|a|ar)|ativ(?:e|ar)|abilita(?:re)?|attiva(?:re)?)(?: \w+)? javascript|schakel javascript in|włącz(?:yć)? javascript",
            r"(?:请|請)(?:启用|啟用|开启|開啟)(?: )?javascript|javascript(?: )?(?:を有効|を사용)|включите javascript",
            r"^(?:loading|chargement|wird geladen|cargando|caricamento|carregando|laden|ładowanie|загрузка|加载中|載入中|読み込み中|로딩)\b[ .…]*(?:$|please|\w+ ?$)",
            r"your browser is (?:not supported|out ?of ?date|unsupported|outdated)|(?:unsupported|outdated) browser",
            r"(?:please )?(?:upgrade|update) your browser|navigateur (?:obsolète|n'est pas (?:supporté|pris en charge))",
        ),
    ),
    (
        Wall.REDIRECT,
        _any(
            r"^(?:you are being )?redirect(?:ing|ed)\b|if (?:this page does not|you are not) redirect|not automatically redirected"
            r"|(?:should|will) be redirected",
            r"(?:this (?:specific )?page|page) (?:is being retired|has (?:been )?moved|is moving)|object moved|moved permanently",
            r"redirection en cours|vous allez être redirigé|sie werden (?:\w+ )?(?:weitergeleitet|umgeleitet)|redirigiendo|redireccionando|reindirizzamento",
            r"正在跳转|重新導向|リダイレクト|перенаправление",
        ),
    ),
    (
        Wall.CONSENT,
        _any(
            r"(?:accept|reject|allow|refuse|manage|decline) (?:all|cookies|all cookies|optional)\b.{0,200}(?:accept|reject|allow|manage|settings|preferences|more|continue)",
            r"(?:before you continue|we (?:value|care about|respect) your privacy)\b.{0,300}(?:accept|agree|consent|partners|reject)",
            r"we (?:and our (?:\d+ )?partners|use cookies)\b.{0,300}(?:accept|agree|consent|allow|reject)",
            r"(?:not authorized to show the cookie declaration)|cookie (?:consent|banner|wall)\b",
            r"(?:tout accepter|accepter (?:et|tout|les cookies)|continuer sans accepter|gérer (?:mes|les|vos) (?:cookies|préférences|choix)|nous respectons votre vie privée)",
            r"(?:alle akzeptieren|alle (?:cookies )?(?:ablehnen|annehmen|zulassen)|cookies akzeptieren|wir (?:schätzen|respektieren) ihre privatsphäre|mit werbung weiterlesen)",
            r"(?:aceptar (?:todo|todas|y|cookies)|rechazar (?:todo|todas)|configurar cookies|valoramos (?:tu|su) privacidad)",
            r"(?:accetta (?:tutti|tutto|e|i cookie)|rifiuta (?:tutti|tutto)|aceitar (?:todos|tudo|e)|rejeitar (?:todos|tudo)|alles accepteren|alle cookies accepteren|zaakceptuj wszystk|odrzuć wszystk)",
            r"接受所有|全部接受|拒绝所有|すべて(?:の cookie を)?(?:受け入れ|許可)|모두 (?:수락|동의)|принять все",
        ),
    ),
)

POLICY_WORD = re.compile(
    r"\b(?:terms?|polic(?:y|ies)|privacy|agreements?|legal|guidelines?|consent|personal|rights?|cookies?|licen[cs]\w*"
    r"|liab\w+|conditions?|shall|pursuant|applicable|prohibit\w*|violat\w*|warrant\w*|governing|parties"
    r"|confidentialit\w+|donn[ée]es|politique|règlement|responsabilit\w+|droits?|traitement\w*"
    r"|datenschutz\w*|nutzungsbeding\w+|(?:personenbezogene\w*|verarbeitung|haftung|vertrag\w*|daten|rechte)"
    r"|privacidad|t[ée]rminos|condiciones|datos|tratamiento|derechos|usuarios?"
    r"|condizioni|trattamento|dati|diritti|informativa|privacidade|termos|dados|direitos"
    r"|voorwaarden|gegevens|persoonsgegevens|beleid|rechten|prywatno\w+|danych|regulamin\w*)\b"
)

# Small words that tell languages apart; scripts tell the others.
COMMON_WORDS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (language, frozenset(words.split()))
    for language, words in (
        ("en", "the of and to you your we our that this with for are is may or by not any will from have"),
        (
            "fr",
            "le la les des et vous votre vos nous notre que qui dans pour sur est une aux avec par du ou ne pas",
        ),
        (
            "de",
            "der die das und sie ihre wir uns dass mit für auf ist eine den dem nicht von werden oder zu im sich",
        ),
        (
            "es",
            "el la los las y de usted su nuestro que para con por una del se no en al como nosotros sus es",
        ),
        (
            "it",
            "il la gli le e di che per con una del della dei sono nostro si non alla nel dati può anche ai",
        ),
        ("pt", "o a os as e de você seu sua nosso que para com por uma do da dos das não em ao como são nós"),
        (
            "nl",
            "de het een en van u uw wij onze dat met voor op is zijn niet door of te aan worden kan bij je",
        ),
        ("pl", "i w z na do się nie jest oraz lub przez dla że które od ze twoje nasze może są aby po tym o"),
        ("sv", "och att det som en ett för på är av med du din vi vår inte eller till kan om från den har"),
        ("da", "og at det som en et for på er af med du din vi vores ikke eller til kan om fra den har de"),
        ("fi", "ja on ei että se tai sen voi olla kun sekä jos ovat joka mukaan voimme sinun tämän käyttää"),
        ("cs", "a v z na je že se nebo pro které jsou které vaše naše do o by jako při podle může tím"),
        ("tr", "ve bir bu için ile veya olarak da de size sizin bizim ya daha kişisel olan gibi tarafından"),
        ("id", "dan yang untuk dengan anda kami di dari ini atau kepada pada dalam tidak oleh akan dapat"),
    )
)
