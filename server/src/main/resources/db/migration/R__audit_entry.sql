-- Owner: audit. What other modules may read of the log: what happened, and nothing of how it is sealed.
create or replace view audit_entry as
select id, at, organization_id, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, detail
from audit_record;
