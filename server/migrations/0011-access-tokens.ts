export const up = (): string[] => [
  `create table access_token (
    id $id,
    kind text not null,
    name text not null,
    hint text not null,
    token_hash text not null,
    owner_id bigint not null,
    role text not null,
    scopes text not null,
    tools text,
    cidrs text not null,
    allows_query integer not null,
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint,
    last_used_at bigint,
    last_used_address text
  )`,
  'create unique index access_token_hash on access_token (token_hash)',
  'create index access_token_owner on access_token (owner_id, kind)',
]
