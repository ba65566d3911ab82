// Every page that a person of the organization can open, for the tests that walk them all.
export const PLAIN = ['/sign-in'];

export const INSIDE = [
  '/analytics',
  '/analytics?source=bluesky',
  '/analytics?time=2001-01-01..2001-01-02',
  '/analytics/widgets/volume',
  '/analytics/widgets/sentiment',
  '/analytics/widgets/phrases',
  '/analytics/widgets/location',
  '/posts',
  '/search-setup',
  '/search-setup/topics/new',
  '/search-setup/categories',
  '/search-setup/sources',
  '/search-setup/blocked',
  '/search-setup/import',
  '/search-setup/start',
  '/search-setup/summary',
  '/customers',
  '/partner/offers',
  '/partner/offers/new',
  '/partner/people',
  '/partner/profile',
  '/partner/log',
  '/settings/partners',
  '/settings/audit',
  '/settings/users',
  '/settings/languages',
  '/settings/defaults',
  '/settings/general',
  '/settings/tokens',
];

export const OWN = ['/me', '/me/password', '/me/second-factor'];
