# Mails. `mail-<name>` ist der Betreff der Mail dieses Namens.
mail-greeting = Guten Tag { $name },
mail-greeting-anybody = Guten Tag,
mail-foot = Im Namen von { $sender } gesendet von Hearken auf { $host }.
mail-test = Mails von Hearken kommen an
mail-test-text = Dies ist die Testmail, die Sie angefordert haben. Mails Ihrer Installation erreichen diese Adresse.
mail-roles-changed = { $organization }: Ihre Rollen haben sich geändert
mail-roles-text = Eine Administratorin oder ein Administrator von { $organization } hat geändert, was Sie dort dürfen. Ab jetzt:
mail-roles-open = Hearken öffnen
mail-roles-withdrawn = Ihr Zugang ist entzogen. Was Sie angelegt haben, bleibt erhalten.
mail-role-analyst = Analyst: Sie sehen alle Auswertungen und bearbeiten die Stimmung.
mail-role-power-analyst = Power-Analyst: Sie legen außerdem Suchthemen an und bearbeiten Ihre eigenen.
mail-role-administrator = Administrator: Sie verwalten die ganze Lösung, ihre Einstellungen und ihre Benutzer.
mail-role-reader = Leser: Sie sehen Beiträge und Streams.
mail-role-responder = Beantworter: Sie bearbeiten außerdem Beiträge und antworten.
mail-role-manager = Manager: Sie verwalten außerdem Streams und Social-Media-Profile.
mail-role-billing-administrator = Abrechnungsadministrator: Sie verwalten das Abonnement der Organisation.
mail-role-global-administrator = Globaler Administrator: Sie verwalten die Organisation selbst, ihre Personen und ihre Partner.
