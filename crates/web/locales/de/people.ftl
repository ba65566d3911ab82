# Anmelden, der erste Start, eigene Einstellungen.
sign-in = Anmelden
sign-in-as = Als { $name } anmelden
sign-in-with = Mit { $name } anmelden
sign-in-wrong = Adresse und Passwort gehören nicht zusammen. Prüfen Sie beide und versuchen Sie es noch einmal.
sign-in-too-many = { $minutes ->
    [one] Zu viele Versuche. Versuchen Sie es in einer Minute noch einmal.
   *[other] Zu viele Versuche. Versuchen Sie es in { $minutes } Minuten noch einmal.
}
email = E-Mail-Adresse
password = Passwort
demo-people = Wer sich an der Demo anmelden kann
first-run-title = Hearken einrichten
first-run-lead = Damit entstehen die erste Organisation und Ihr Konto, das auch die Installation betreibt.
first-run-organization = Organisation
first-run-person = Ihr Konto
first-run-create = Anlegen und anmelden
organization-name = Name
    .help = Wie ihn Menschen lesen, bis zu 80 Zeichen.
organization-slug = Name in Adressen
    .help = Kleinbuchstaben, Ziffern und Bindestriche. Leer: aus dem Namen gebildet.
organization-country = Land
    .help = Zwei Buchstaben, etwa DE. Hier öffnen sich die Karten.
person-name = Ihr Name
    .help = Wie ihn andere sehen.
person-email = E-Mail-Adresse
    .help = Damit melden Sie sich an.
new-password = Passwort
    .help = Mindestens 12 Zeichen. Ein Satz ist leicht zu merken.
current-password = Aktuelles Passwort
    .help = Das, mit dem Sie sich angemeldet haben.
password-change = Passwort ändern
password-must-change = Sie haben sich mit einem Einmalpasswort angemeldet. Wählen Sie ein eigenes.
password-wrong = Das ist nicht Ihr aktuelles Passwort.
home-title = Ihre Organisationen
home-none = Sie sind in keiner Organisation. Bitten Sie jemanden aus der Administration, Sie aufzunehmen.
screen-language = Sprache der Seiten
as-the-browser = Wie der Browser
as-the-organization = Wie die Organisation oder der Browser es vorgibt
as-the-customer = Wie beim Kunden eingestellt
locale-there = Gilt, solange Sie für { $customer } handeln. Anderswo bleibt Ihre eigene Wahl.
settings-locale-help = Für alle, die selbst keine gewählt haben, auch in Mails.
time-zone = Zeitzone
    .help = Ein Name wie Europe/Berlin. Leer: wie der Browser.
