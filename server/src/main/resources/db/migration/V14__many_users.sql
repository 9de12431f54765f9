-- What is told of a rollout is found among the records of millions of sign-ins, which these indexes leave alone.
create index audit_record_by_rollout on audit_record ((detail ->> 'rollout')) where detail ->> 'rollout' is not null;
create index audit_record_by_list on audit_record ((detail ->> 'list')) where detail ->> 'list' is not null;

-- The sign-ins through a connection since a moment are counted in the index alone.
create index audit_record_by_connection on audit_record (actor_id, at) include (organization_id)
    where action = 'login.sso';

-- Emails are unique as they stand: of two that differ in case only, at least one has a capital letter.
create index app_user_with_capitals on app_user (email_key) where email <> email_key;

-- How many users have an open finding of each kind, counted when recount was what counted says.
alter table cohort_comparison
    add column recount     bigint not null default 1,
    add column counted     bigint not null default 0,
    add column counted_at  timestamptz,
    add column counts      jsonb;
