export const up = (): string[] => [
  `create table setting (
    setting_key text primary key,
    value text not null,
    updated_at bigint not null,
    updated_by text
  )`,
]
