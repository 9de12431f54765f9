-- What somebody is told by mail, of a change of their account or of their organization's. A line that was not mailed at
-- once, because there were many, goes with the others in one mail. organization_id is null for what concerns operators.
create table told_line (
    id               uuid primary key,
    organization_id  uuid,
    recipient        text not null,
    recipient_key    text not null,
    subject          text not null,
    text             text not null,
    at               timestamptz not null,
    mailed_at        timestamptz
);
create index told_line_by_recipient on told_line (recipient_key, at);
create index told_line_waiting on told_line (at) where mailed_at is null;
