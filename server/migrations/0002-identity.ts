export const up = (): string[] => [
  `create table person (
    id $id,
    email text not null,
    login_id text,
    name text not null,
    password_hash text not null,
    role text not null,
    is_enabled integer not null,
    is_approved integer not null,
    phone text,
    theme text not null,
    language text not null,
    time_zone text not null,
    email_notifications integer not null,
    last_login_at bigint,
    lock_notified_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint
  )`,
  // A deleted person frees the address and the login id.
  'create unique index person_email on person (email) where deleted_at is null',
  'create unique index person_login_id on person (login_id) where deleted_at is null and login_id is not null',
  // Apart from the person, because it may hold a picture of 256 KB and every request reads the person.
  'create table person_picture (person_id bigint primary key, picture text not null)',

  `create table session (
    id $id,
    person_id bigint not null,
    kind text not null,
    token_hash text not null,
    token_expires_at bigint not null,
    device_id bigint,
    address text,
    user_agent text,
    created_at bigint not null,
    last_seen_at bigint not null,
    ends_at bigint not null
  )`,
  'create unique index session_token on session (token_hash)',
  'create index session_person on session (person_id)',
  'create index session_ends on session (ends_at)',
  // Used ones stay as long as their session, so that a stolen one gives itself away.
  'create table refresh_token (token_hash text primary key, session_id bigint not null, created_at bigint not null, used_at bigint)',
  'create index refresh_token_session on refresh_token (session_id)',

  `create table known_device (
    id $id,
    person_id bigint not null,
    token_hash text not null,
    network text,
    user_agent text,
    created_at bigint not null,
    last_used_at bigint not null
  )`,
  'create unique index known_device_person on known_device (person_id, token_hash)',

  `create table sign_in (
    id $id,
    at bigint not null,
    person_id bigint,
    login text not null,
    address text,
    user_agent text,
    door text not null,
    result text not null,
    reason text not null
  )`,
  'create index sign_in_at on sign_in (at)',
  'create index sign_in_person on sign_in (person_id, id)',

  // Wrong passwords by what they were tried on (subject) and where they came from (source).
  `create table sign_in_throttle (
    subject text not null,
    source text not null,
    failures integer not null,
    blocked_until bigint not null,
    last_failed_at bigint not null,
    primary key (subject, source)
  )`,
  'create index sign_in_throttle_last on sign_in_throttle (last_failed_at)',

  // One row: whether the first account was taken, and the lock for rules about all admins together.
  'create table identity_state (id integer primary key, first_account_at bigint, turn bigint not null)',
  'insert into identity_state (id, first_account_at, turn) values (1, null, 0)',

  `create table invitation (
    id $id,
    code_hash text not null,
    email text,
    role text not null,
    created_by bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    used_by bigint
  )`,
  'create unique index invitation_code on invitation (code_hash)',
]
