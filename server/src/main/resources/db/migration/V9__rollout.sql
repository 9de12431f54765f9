-- One organization's way to SSO through one connection. The connection comes when the IdP's details are there.
create table rollout (
    organization_id  uuid not null references organization (id),
    id               uuid not null unique,
    connection_id    uuid,
    request          text,
    created_at       timestamptz not null,
    created_by       text not null,
    closed_at        timestamptz,
    closed_by        text,
    primary key (organization_id, id),
    foreign key (organization_id, connection_id) references connection (organization_id, id)
);
create unique index rollout_of_connection on rollout (organization_id, connection_id) where closed_at is null;

-- What the customer said of the IdP, from when it was read without a fault until a connection is made of it.
create table rollout_details (
    organization_id  uuid not null,
    rollout_id       uuid not null,
    details          jsonb not null,
    handed_in_at     timestamptz not null,
    handed_in_by     text not null,
    primary key (organization_id, rollout_id),
    foreign key (organization_id, rollout_id) references rollout (organization_id, id)
);

-- Who confirmed what and when (D15). A row is never changed but for its withdrawal.
create table rollout_confirmation (
    organization_id  uuid not null,
    id               uuid not null,
    rollout_id       uuid not null,
    cohort_id        uuid,
    kind             text not null check (kind in ('CONFIGURED', 'TEST', 'APPROVAL', 'GO_AHEAD')),
    side             text not null check (side in ('CUSTOMER', 'OPERATOR')),
    person_id        text not null,
    person           text not null,
    at               timestamptz not null,
    about            jsonb not null,
    withdrawn_at     timestamptz,
    withdrawn_by     text,
    withdrawn_why    text,
    primary key (organization_id, id),
    foreign key (organization_id, rollout_id) references rollout (organization_id, id)
);
create index rollout_confirmation_by_rollout on rollout_confirmation (organization_id, rollout_id, at);
create unique index rollout_confirmation_stands
    on rollout_confirmation (organization_id, rollout_id, kind, side, coalesce(cohort_id, rollout_id))
    where withdrawn_at is null;

create table pilot (
    organization_id  uuid not null,
    rollout_id       uuid not null,
    user_id          uuid not null,
    nominated_at     timestamptz not null,
    nominated_by     text not null,
    enabled_at       timestamptz,
    enabled_by       text,
    primary key (organization_id, rollout_id, user_id),
    foreign key (organization_id, rollout_id) references rollout (organization_id, id),
    foreign key (organization_id, user_id) references app_user (organization_id, id)
);

-- Users who switch together. A revision of the list that was approved stays as it was: rows end and new ones begin.
create table cohort (
    organization_id    uuid not null,
    id                 uuid not null unique,
    rollout_id         uuid not null,
    connection_id      uuid not null,
    name               text not null,
    state              text not null check (state in ('DRAFT', 'REVIEW', 'APPROVED', 'ANNOUNCED', 'ENFORCED')),
    revision           integer not null default 1,
    approved_revision  integer,
    new_users          boolean not null default false,
    created_at         timestamptz not null,
    created_by         text not null,
    enforced_at        timestamptz,
    enforced_by        text,
    undone_at          timestamptz,
    undone_by          text,
    undone_why         text,
    primary key (organization_id, id),
    foreign key (organization_id, rollout_id) references rollout (organization_id, id),
    foreign key (organization_id, connection_id) references connection (organization_id, id),
    check (state in ('DRAFT', 'REVIEW') or approved_revision is not null),
    check ((state = 'ENFORCED') = (enforced_at is not null))
);
create index cohort_by_rollout on cohort (organization_id, rollout_id);
create index cohort_enforced on cohort (enforced_at) where state = 'ENFORCED';

-- How the users of a cohort are found (A11): by email domain, by account; single ones stand in cohort_choice.
create table cohort_rule (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    kind             text not null check (kind in ('DOMAIN', 'ACCOUNT')),
    value            text not null,
    account_id       uuid,
    added_at         timestamptz not null,
    added_by         text not null,
    primary key (organization_id, cohort_id, kind, value),
    foreign key (organization_id, cohort_id) references cohort (organization_id, id),
    foreign key (organization_id, account_id) references account (organization_id, id),
    check ((kind = 'ACCOUNT') = (account_id is not null))
);
create index cohort_rule_by_value on cohort_rule (organization_id, value) where kind = 'DOMAIN';

create table cohort_choice (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    user_id          uuid not null,
    chosen_at        timestamptz not null,
    chosen_by        text not null,
    primary key (organization_id, cohort_id, user_id),
    foreign key (organization_id, cohort_id) references cohort (organization_id, id),
    foreign key (organization_id, user_id) references app_user (organization_id, id)
);

-- The list. since and until are revisions: a row is in revision r where since <= r and (until is null or r < until).
create table cohort_user (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    user_id          uuid not null,
    since            integer not null,
    until            integer,
    email            text not null,
    email_key        text not null,
    found_by         text not null check (found_by in ('DOMAIN', 'ACCOUNT', 'CHOICE')),
    decision         text not null check (decision in ('IN', 'OUT')),
    reason           text,
    decided_by       text,
    primary key (organization_id, cohort_id, user_id, since),
    check (until is null or until > since)
);
create index cohort_user_by_user on cohort_user (organization_id, user_id);
create index cohort_user_by_email on cohort_user (organization_id, cohort_id, email_key);

create table cohort_revision (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    revision         integer not null,
    made_at          timestamptz not null,
    made_by          text not null,
    users_in         bigint not null,
    users_out        bigint not null,
    -- grows with every change, so that nobody approves what they did not see
    changes          integer not null default 0,
    -- SHA-256 of what the list said when it was approved, a line "SID<tab>email<tab>decision" for each user by address
    digest           text,
    primary key (organization_id, cohort_id, revision),
    foreign key (organization_id, cohort_id) references cohort (organization_id, id)
);

-- Who stands back from what the cohort is: RELEASED had the switch undone, CHANGED got another address between the
-- approval and the switch, DISABLED has no SSO at all.
create table cohort_release (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    user_id          uuid not null,
    kind             text not null check (kind in ('RELEASED', 'CHANGED', 'DISABLED')),
    reason           text not null,
    released_at      timestamptz not null,
    released_by      text not null,
    primary key (organization_id, cohort_id, user_id),
    foreign key (organization_id, cohort_id) references cohort (organization_id, id)
);
create index cohort_release_by_user on cohort_release (organization_id, user_id);

-- A request to take SSO from users (A17): who asked, who approved, who did it.
create table disable_order (
    organization_id  uuid not null,
    id               uuid not null,
    rollout_id       uuid not null,
    reason           text not null,
    asked_at         timestamptz not null,
    asked_by         text not null,
    approved_at      timestamptz,
    approved_by      text,
    done_at          timestamptz,
    done_by          text,
    cancelled_at     timestamptz,
    cancelled_by     text,
    primary key (organization_id, id),
    foreign key (organization_id, rollout_id) references rollout (organization_id, id),
    check (done_at is null or approved_at is not null)
);
create table disable_order_user (
    organization_id  uuid not null,
    order_id         uuid not null,
    user_id          uuid not null,
    former_state     text,
    primary key (organization_id, order_id, user_id),
    foreign key (organization_id, order_id) references disable_order (organization_id, id),
    foreign key (organization_id, user_id) references app_user (organization_id, id)
);

-- Sign-ins failed more often than they should after a switch, and both sides were told.
create table rollout_warning (
    organization_id  uuid not null,
    rollout_id       uuid not null,
    at               timestamptz not null,
    failed           bigint not null,
    succeeded        bigint not null,
    primary key (organization_id, rollout_id, at),
    foreign key (organization_id, rollout_id) references rollout (organization_id, id)
);

-- States that were set one by one before there were cohorts keep their effect: who used SSO only still does, who
-- might use both still may.
insert into rollout (organization_id, id, connection_id, created_at, created_by)
select organization_id, gen_random_uuid(), connection_id, now(), 'Latchkey'
from enrollment where state = 'ENFORCED' group by organization_id, connection_id;

insert into cohort (organization_id, id, rollout_id, connection_id, name, state, approved_revision, created_at,
                    created_by, enforced_at, enforced_by)
select organization_id, gen_random_uuid(), id, connection_id, 'Switched one by one', 'ENFORCED', 1, now(), 'Latchkey',
       now(), 'Latchkey'
from rollout;

insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, found_by, decision, decided_by)
select e.organization_id, c.id, e.user_id, 1, u.email, u.email_key, 'CHOICE', 'IN', e.changed_by
from enrollment e
join cohort c on c.organization_id = e.organization_id and c.connection_id = e.connection_id
join app_user u on u.organization_id = e.organization_id and u.id = e.user_id
where e.state = 'ENFORCED';

insert into cohort_revision (organization_id, cohort_id, revision, made_at, made_by, users_in, users_out)
select c.organization_id, c.id, 1, now(), 'Latchkey',
       (select count(*) from cohort_user u where u.organization_id = c.organization_id and u.cohort_id = c.id), 0
from cohort c;

delete from enrollment where state = 'ENFORCED';
update enrollment set state = 'PILOT' where state in ('APPROVED', 'ANNOUNCED');
alter table enrollment drop constraint enrollment_state_check;
alter table enrollment add constraint enrollment_state_check check (state in ('PILOT', 'EXCLUDED'));

-- Where a user stands toward a connection (D3), from the strongest reason to the weakest. Users of no row are
-- NOT_ENABLED. What a cohort is holds for all its users at once, so a switch changes one row, and nobody is ever
-- between two states. A user is IN the list of one such cohort at most: approvals see to it, one at a time.
create view standing as
select cu.organization_id, cu.user_id, c.connection_id, c.id as cohort_id,
       case when r.kind = 'DISABLED' then 'NOT_ENABLED'
            when cu.decision = 'OUT' then 'EXCLUDED'
            when c.state = 'ENFORCED' and r.kind is not null then 'ANNOUNCED'
            else c.state end as state,
       coalesce(r.reason, cu.reason) as reason,
       case when cu.decision = 'IN' then 1 else 2 end as rank
from cohort_user cu
join cohort c on c.organization_id = cu.organization_id and c.id = cu.cohort_id
left join cohort_release r on r.organization_id = cu.organization_id and r.cohort_id = cu.cohort_id
    and r.user_id = cu.user_id
where c.state in ('APPROVED', 'ANNOUNCED', 'ENFORCED')
  and cu.since <= c.approved_revision and (cu.until is null or cu.until > c.approved_revision)
union all
select e.organization_id, e.user_id, e.connection_id, null, e.state, e.reason, 3
from enrollment e
union all
-- D14: an enforced domain also holds for users who were made after the switch.
select u.organization_id, u.id, c.connection_id, c.id, 'ENFORCED', null, 4
from app_user u
join cohort_rule k on k.organization_id = u.organization_id and k.kind = 'DOMAIN' and k.value = u.email_domain
join cohort c on c.organization_id = k.organization_id and c.id = k.cohort_id
where c.state = 'ENFORCED' and c.new_users and u.created_at > c.enforced_at and u.kind = 'PERSON';
