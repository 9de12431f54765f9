-- The desk's lists are read from a request on, in their order: each view by an index that has it. Who is answered waits
-- for nothing, and comes last.
drop index support_request_open;
drop index support_request_owned;
create index support_request_open on support_request
    (coalesce(waiting_since, timestamptz 'infinity'), opened_at, id) where closed_at is null;
create index support_request_open_of_kind on support_request
    (kind, coalesce(waiting_since, timestamptz 'infinity'), opened_at, id) where closed_at is null;
create index support_request_owned on support_request
    (owner_id, coalesce(waiting_since, timestamptz 'infinity'), opened_at, id) where closed_at is null;
create index support_request_closed_of_kind on support_request (kind, closed_at desc, id) where closed_at is not null;

-- Rollouts and connections of one organization, a page at a time.
create index rollout_by_organization on rollout (organization_id, created_at desc, id);
create index connection_by_organization on connection (organization_id, name, id);

-- Failures of the same moment have an order, too.
drop index sign_in_failure_by_organization;
create index sign_in_failure_by_organization on sign_in_failure (organization_id, at desc, reference);
