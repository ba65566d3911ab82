# Signing in, the first run, one's own preferences.
sign-in = Sign in
sign-in-as = Sign in as { $name }
sign-in-with = Sign in with { $name }
sign-in-wrong = Address and password do not belong together. Check both and try again.
sign-in-too-many = { $minutes ->
    [one] Too many attempts. Try again in a minute.
   *[other] Too many attempts. Try again in { $minutes } minutes.
}
email = Mail address
password = Password
demo-people = Who can sign in to the demo
first-run-title = Set up Hearken
first-run-lead = This creates the first organization and your account, which also operates the installation.
first-run-organization = Organization
first-run-person = Your account
first-run-create = Create and sign in
organization-name = Name
    .help = As people read it, up to 80 characters.
organization-slug = Name in addresses
    .help = Lower-case letters, digits and hyphens. Empty: made from the name.
organization-country = Country
    .help = Two letters, such as DE. Maps open here.
person-name = Your name
    .help = As others see it.
person-email = Mail address
    .help = You sign in with it.
new-password = Password
    .help = At least 12 characters. A sentence is easy to remember.
current-password = Current password
    .help = The one you signed in with.
password-change = Change password
password-must-change = You signed in with a one-time password. Choose one of your own.
password-wrong = This is not your current password.
home-title = Your organizations
home-none = You are in no organization. Ask an administrator to add you.
screen-language = Language of the pages
as-the-browser = As the browser
as-the-organization = As the organization or the browser says
as-the-customer = As the customer has it
locale-there = Holds while you act for { $customer }. Elsewhere your own choice stays.
settings-locale-help = For people who chose none themselves, mails included.
time-zone = Time zone
    .help = A name such as Europe/Berlin. Empty: as the browser.
