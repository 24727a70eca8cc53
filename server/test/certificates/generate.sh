#!/bin/sh
# Makes the certificates of this folder anew. They are checked in, so that tests need no openssl; run this only to add one.
# Leaves are valid from 2020 to 2120 unless their name says otherwise. Host names: localhost, *.target.example, 127.0.0.1, ::1.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key.pem" 2>/dev/null; }

# sign <name> <subject> <issuer, or its own name> <start> <end> <extensions>
sign() {
  touch "$work/$3.index"; echo 'unique_subject = no' > "$work/$3.index.attr"
  cat > "$work/ca.cnf" <<CNF
[ca]
default_ca = here
[here]
database = $work/$3.index
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = extensions
[any]
commonName = optional
organizationName = optional
[extensions]
$6
CNF
  openssl req -new -key "$1.key.pem" -subj "$2" -out "$work/$1.csr"
  if [ "$1" = "$3" ]; then issuer="-selfsign -keyfile $1.key.pem"; else issuer="-cert $3.pem -keyfile $3.key.pem"; fi
  # shellcheck disable=SC2086
  openssl ca -batch -notext -config "$work/ca.cnf" $issuer -startdate "$4" -enddate "$5" -in "$work/$1.csr" -out "$1.pem" 2>/dev/null
}

authority='basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash'
leaf='basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:localhost,DNS:*.target.example,IP:127.0.0.1,IP:::1'
stranger='basicConstraints=critical,CA:false
extendedKeyUsage=serverAuth
subjectAltName=DNS:elsewhere.example'
person='basicConstraints=critical,CA:false
extendedKeyUsage=clientAuth'
from=20200101000000Z
to=21200101000000Z

for name in root other-root intermediate valid expired not-yet-valid wrong-host self-signed untrusted-root incomplete-chain client; do key "$name"; done
sign root '/O=Bongsu test/CN=Test root' root $from $to "$authority"
sign other-root '/O=Bongsu test/CN=Unknown root' other-root $from $to "$authority"
sign intermediate '/O=Bongsu test/CN=Test intermediate' root $from $to "$authority"
sign valid '/CN=localhost' intermediate $from $to "$leaf"
sign expired '/CN=localhost' intermediate $from 20210101000000Z "$leaf"
sign not-yet-valid '/CN=localhost' intermediate 21000101000000Z $to "$leaf"
sign wrong-host '/CN=elsewhere.example' intermediate $from $to "$stranger"
sign self-signed '/CN=localhost' self-signed $from $to "$leaf"
sign untrusted-root '/CN=localhost' other-root $from $to "$leaf"
sign incomplete-chain '/CN=localhost' intermediate $from $to "$leaf"
sign client '/CN=bongsu' root $from $to "$person"
for name in valid expired not-yet-valid wrong-host; do cat intermediate.pem >> "$name.pem"; done
rm -f root.key.pem other-root.key.pem intermediate.key.pem
