-- What is told of a rollout is found among the records of millions of sign-ins, which these indexes leave alone.
create index audit_record_by_rollout on audit_record ((detail ->> 'rollout')) where detail ->> 'rollout' is not null;
create index audit_record_by_list on audit_record ((detail ->> 'list')) where detail ->> 'list' is not null;

-- The sign-ins through a connection since a moment are counted in the index alone.
create index audit_record_by_connection on audit_record (actor_id, at) include (organization_id)
    where action = 'login.sso';
