-- Owner: rollout. Who is on a list of users.

-- Those in one of its revisions. It stands here alone when a line of a list is in force.
create or replace function cohort_member_in(p_organization uuid, p_cohort uuid, p_revision integer)
returns table (organization_id uuid, cohort_id uuid, user_id uuid, email text, email_key text, name text, found_by text,
               decision text, reason text)
-- Written so that PostgreSQL puts it into the statement that asks, and plans that as a whole.
language sql stable parallel safe as $$
    select cu.organization_id, cu.cohort_id, cu.user_id, cu.email, cu.email_key, cu.name, cu.found_by, cu.decision, cu.reason
    from cohort_user cu
    where cu.organization_id = p_organization and cu.cohort_id = p_cohort
      and cu.since <= p_revision and (cu.until is null or cu.until > p_revision)
$$;

-- Those in the revision that was approved last, which holds until another is approved, and what the list is.
create or replace view cohort_member as
select m.organization_id, m.cohort_id, c.connection_id, c.state, m.user_id, m.email, m.email_key, m.name, m.decision,
       m.reason
from cohort c cross join lateral cohort_member_in(c.organization_id, c.id, c.approved_revision) m;

-- Those in the revision that is worked on.
create or replace view cohort_member_latest as
select organization_id, cohort_id, user_id, email, email_key, name, found_by, decision, reason
from cohort_user where until is null;

create or replace view cohort_connection as
select organization_id, id as cohort_id, connection_id from cohort;

-- The accounts whose users a list takes in.
create or replace view cohort_account as
select organization_id, cohort_id, account_id from cohort_rule where kind = 'ACCOUNT';
