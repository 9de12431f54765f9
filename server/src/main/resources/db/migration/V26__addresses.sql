-- Domains that an operator vouches for: addresses of the organization's users may be corrected to one of them. A domain
-- belongs to one organization.
create table organization_domain (
    organization_id  uuid not null references organization (id),
    domain           text not null unique,
    reason           text not null,
    vouched_at       timestamptz not null,
    vouched_by       text not null,
    primary key (organization_id, domain)
);

-- Each change of a user's address. Until waits_until nobody sets a password by a link to the new one; null where the
-- mailbox of the old one agreed, or where there was nothing to protect yet.
create table address_change (
    organization_id  uuid not null,
    id               uuid not null,
    user_id          uuid not null,
    old_email        text not null,
    new_email        text not null,
    changed_at       timestamptz not null,
    waits_until      timestamptz,
    primary key (organization_id, id),
    foreign key (organization_id, user_id) references app_user (organization_id, id)
);
create index address_change_by_user on address_change (organization_id, user_id, changed_at);

-- A correction takes effect when the new mailbox and, for the old address, its mailbox or the person signed in with it
-- have both said so; confirmed_at is that moment. The old mailbox has a link of its own, by which it agrees, stops it,
-- or undoes it during the wait.
alter table address_correction add column asked_by_id text;
alter table address_correction add column old_token_hash bytea unique;
alter table address_correction add column new_confirmed_at timestamptz;
alter table address_correction add column old_confirmed_at timestamptz;
alter table address_correction add column old_confirmed_by text check (old_confirmed_by in ('MAILBOX', 'SESSION'));
alter table address_correction add column waits_until timestamptz;
alter table address_correction add column stopped_at timestamptz;
alter table address_correction add column undone_at timestamptz;

-- What was asked by the earlier rules, which wanted the new mailbox alone, must be asked anew.
update address_correction set cancelled_at = now(), cancelled_by = 'Latchkey'
where confirmed_at is null and cancelled_at is null;
