-- What is told of a rollout is found among the records of millions of sign-ins, which these indexes leave alone.
create index audit_record_by_rollout on audit_record ((detail ->> 'rollout')) where detail ->> 'rollout' is not null;
create index audit_record_by_list on audit_record ((detail ->> 'list')) where detail ->> 'list' is not null;
