# Mails. `mail-<name>` is the subject of the mail with that name.
mail-greeting = Hello { $name },
mail-greeting-anybody = Hello,
mail-foot = Sent in the name of { $sender } by Hearken at { $host }.
mail-test = Mails from Hearken arrive
mail-test-text = This is the test mail that you asked for. Mails from your installation reach this address.
mail-roles-changed = { $organization }: your roles have changed
mail-roles-text = An administrator of { $organization } has changed what you may do there. From now on:
mail-roles-open = Open Hearken
mail-roles-withdrawn = Your access is withdrawn. What you made is kept.
mail-role-analyst = Analyst: you view all analysis and edit sentiment.
mail-role-power-analyst = Power Analyst: you also create search topics and edit your own.
mail-role-administrator = Administrator: you manage the whole solution, its settings and its users.
mail-role-reader = Reader: you see posts and streams.
mail-role-responder = Responder: you also work on posts and reply.
mail-role-manager = Manager: you also manage streams and social profiles.
mail-role-billing-administrator = Billing administrator: you manage the organization's subscription.
mail-role-global-administrator = Global administrator: you manage the organization itself, its people and its partners.
