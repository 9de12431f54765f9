-- Owner: rollout. Who is a pilot, or has no SSO, whatever list they are on.
create or replace view enrollment_state as
select organization_id, user_id, connection_id, state, reason from enrollment;
