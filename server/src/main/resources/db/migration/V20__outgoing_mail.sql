-- Mails that are to be sent, written in the transaction of what they tell of. The text is sealed, since it may have a
-- link in it that is as good as a password; it goes when the mail went or has expired.
--   WAITING      to be sent from due_at on
--   SENDING      claimed, and not handed over: if nobody goes on with it, it is given back
--   HANDED_OVER  the mail server has the whole of it and has not answered: it is never sent again by itself
--   REFUSED      this mail's own fault
--   UNSURE       handed over, and nobody knows what became of it
--   EXPIRED      its time was over before it went
-- A mail that went has no row.
create table outgoing_mail (
    id             uuid primary key,
    position       bigint not null generated always as identity,
    recipient      text not null,
    recipient_key  text not null,
    subject        text not null,
    text           bytea,
    state          text not null
                   check (state in ('WAITING', 'SENDING', 'HANDED_OVER', 'REFUSED', 'UNSURE', 'EXPIRED')),
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    due_at         timestamptz not null,
    -- how often the mail server put it off
    tries          integer not null default 0,
    -- how often the line broke in the middle of this mail, and how often of that while others went
    breaks         integer not null default 0,
    breaks_alone   integer not null default 0,
    broke_at       timestamptz,
    claim          uuid,
    claimed_at     timestamptz,
    problem        text,
    settled_at     timestamptz,
    check ((state in ('SENDING', 'HANDED_OVER')) = (claim is not null)),
    check (state not in ('WAITING', 'SENDING') or text is not null)
);
create index outgoing_mail_due on outgoing_mail (due_at, position) where state = 'WAITING';
create index outgoing_mail_by_recipient on outgoing_mail (recipient_key, position);
create index outgoing_mail_claimed on outgoing_mail (claimed_at) where state in ('SENDING', 'HANDED_OVER');
create index outgoing_mail_expiry on outgoing_mail (expires_at) where text is not null;
create index outgoing_mail_waits on outgoing_mail (id) where state in ('WAITING', 'SENDING', 'HANDED_OVER');
create index outgoing_mail_did_not_go on outgoing_mail (id) where state in ('REFUSED', 'UNSURE', 'EXPIRED');
create index outgoing_mail_settled on outgoing_mail (settled_at) where settled_at is not null;

-- How the mail server does, for all nodes. A mail that goes clears it.
create table mail_server (
    single         boolean primary key default true check (single),
    failures       integer not null default 0,
    away_since     timestamptz,
    retry_at       timestamptz,
    problem        text,
    last_sent_at   timestamptz
);
insert into mail_server default values;

-- How often the line broke in the middle of this mail. From the second time on the others go first.
alter table announcement_mail add column breaks integer not null default 0;

-- Whom a sign-in that failed was about, in the form in which addresses are compared.
alter table sign_in_failure add column email_key text;
