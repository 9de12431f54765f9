-- Browsers in which somebody has signed in with a password. Both columns are hashes; the token is in the browser alone.
create table known_device (
    id          bytea primary key,
    account     bytea not null,
    expires_at  timestamptz not null
);
create index known_device_by_account on known_device (account, expires_at);
create index known_device_by_expiry on known_device (expires_at);

-- Which lists name a domain, when it is not known yet whose it is.
create index cohort_rule_by_domain on cohort_rule (value, organization_id, cohort_id) where kind = 'DOMAIN';
