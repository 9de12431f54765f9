-- Owner: cohorts. Who is on a list of users.

-- A line of a list is in force in revision r where since <= r and (until is null or r < until). Nobody else writes that.

-- Those in one of its revisions. Written so that PostgreSQL puts it into the statement that asks, and plans that as a whole.
create or replace function cohort_member_in(p_organization uuid, p_cohort uuid, p_revision integer)
returns table (organization_id uuid, cohort_id uuid, user_id uuid, email text, email_key text, name text, found_by text,
               decision text, reason text)
language sql stable parallel safe as $$
    select cu.organization_id, cu.cohort_id, cu.user_id, cu.email, cu.email_key, cu.name, cu.found_by, cu.decision, cu.reason
    from cohort_user cu
    where cu.organization_id = p_organization and cu.cohort_id = p_cohort
      and cu.since <= p_revision and (cu.until is null or cu.until > p_revision)
$$;

-- Those in the revision that was approved last, which holds until another is approved, and what the list is. A sign-in asks
-- this by way of standing: the user's lines come first, and the lists that they are on after them.
create or replace view cohort_member as
select cu.organization_id, c.id as cohort_id, c.connection_id, c.state, cu.user_id, cu.email, cu.email_key, cu.name,
       cu.decision, cu.reason
from cohort_user cu
join cohort c on c.organization_id = cu.organization_id and c.id = cu.cohort_id
where cu.since <= c.approved_revision and (cu.until is null or cu.until > c.approved_revision);

-- Those in the revision that is worked on.
create or replace view cohort_member_latest as
select organization_id, cohort_id, user_id, email, email_key, name, found_by, decision, reason
from cohort_user where until is null;

-- How far a list is.
create or replace view cohort_state as
select organization_id, id, connection_id, state, approved_revision, new_users, enforced_at, switch_at from cohort;

create or replace view cohort_size as
select organization_id, cohort_id, revision, users_in, users_out from cohort_revision;

-- The domains whose users a list takes in.
create or replace view cohort_domain as
select organization_id, cohort_id, value from cohort_rule where kind = 'DOMAIN';

-- The accounts whose users a list takes in.
create or replace view cohort_account as
select organization_id, cohort_id, account_id from cohort_rule where kind = 'ACCOUNT';
