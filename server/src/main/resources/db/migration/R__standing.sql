-- Owner: enforcement. Where a user stands toward a connection (D3), from the strongest reason to the weakest. Users of no row
-- are NOT_ENABLED. What a cohort is holds for all its users at once, so a switch changes one row, and nobody is ever
-- between two states. A user is IN the list of one such cohort at most: approvals see to it, one at a time.
create or replace view standing as
select m.organization_id, m.user_id, m.connection_id, m.cohort_id,
       case when r.kind = 'DISABLED' then 'NOT_ENABLED'
            when m.decision = 'OUT' then 'EXCLUDED'
            when m.state = 'ENFORCED' and r.kind is not null then 'ANNOUNCED'
            else m.state end as state,
       coalesce(r.reason, m.reason) as reason,
       case when m.decision = 'IN' then 1 else 2 end as rank
from cohort_member m
left join cohort_release r on r.organization_id = m.organization_id and r.cohort_id = m.cohort_id
    and r.user_id = m.user_id
where m.state in ('APPROVED', 'ANNOUNCED', 'ENFORCED')
union all
select e.organization_id, e.user_id, e.connection_id, null, e.state, e.reason, 3
from enrollment_state e
union all
-- D14: an enforced domain also holds for users who were made after the switch.
select u.organization_id, u.id, c.connection_id, c.id, 'ENFORCED', null, 4
from directory_user u
join cohort_domain k on k.organization_id = u.organization_id and k.value = u.email_domain
join cohort_state c on c.organization_id = k.organization_id and c.id = k.cohort_id
where c.state = 'ENFORCED' and c.new_users and u.created_at > c.enforced_at and u.kind = 'PERSON';

-- Who has no SSO at all, whatever their list is.
create or replace view sso_disabled as
select organization_id, cohort_id, user_id from cohort_release where kind = 'DISABLED';
