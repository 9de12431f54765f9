-- The day on which the users of a list were told that they would switch.
alter table cohort add column switch_at timestamptz;

-- What the users of a list are told, and how far the telling has come.
create table announcement (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    subject          text not null,
    vendor_text      text not null,
    customer_text    text not null,
    help             text not null,
    switch_at        timestamptz,
    zone             text not null,
    -- grows with every change of the wording, so that nobody overwrites what they did not see
    version          integer not null,
    changed_at       timestamptz not null,
    changed_by       text not null,
    -- WAITING: no mail is left to be sent, and the customer must say what becomes of those who got none
    state            text not null default 'DRAFT'
                     check (state in ('DRAFT', 'SENDING', 'PAUSED', 'WAITING', 'TOLD')),
    -- the approved revision of the list whose users are mailed
    revision         integer,
    -- each start is a run of its own: what an earlier one still had to do is not done
    run              integer not null default 0,
    failures         integer not null default 0,
    last_error       text,
    started_at       timestamptz,
    started_by       text,
    primary key (organization_id, cohort_id),
    foreign key (organization_id, cohort_id) references cohort (organization_id, id),
    check (state = 'DRAFT' or (revision is not null and switch_at is not null))
);

-- A mail for each user of a list, a million at once: the row is made in the transaction that checks the list and the
-- user, so it names them without foreign keys, as cohort_user does.
--   SENDING  claimed by a run, and settled by it only. What a run that died left behind is UNSURE and not sent again.
--   REFUSED  the mail server or the recipient's takes nothing for this address
--   UNSENT   on purpose: the user is deactivated
create table announcement_mail (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    user_id          uuid not null,
    revision         integer not null,
    email            text not null,
    email_key        text not null,
    -- the day that this mail tells
    switch_at        timestamptz not null,
    state            text not null
                     check (state in ('PENDING', 'SENDING', 'SENT', 'REFUSED', 'UNSENT', 'UNSURE')),
    due_at           timestamptz not null,
    tries            integer not null default 0,
    claim            uuid,
    settled_at       timestamptz,
    problem          text,
    acknowledged_at  timestamptz,
    acknowledged_by  text,
    primary key (organization_id, cohort_id, user_id),
    check ((state = 'SENDING') <= (claim is not null))
);
create index announcement_mail_by_state
    on announcement_mail (organization_id, cohort_id, state, email_key, user_id);
