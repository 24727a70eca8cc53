#!/bin/sh
# Makes the certificates of badssl/ anew: the sorts that badssl.com shows, and what its authority says of them (OCSP).
# They are checked in, so that tests need no openssl; run this only to add one. Names as in generate.sh.
set -eu
cd "$(dirname "$0")/badssl"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
responder=http://127.0.0.1:38417

# key <name> <openssl genpkey arguments>
key() { name=$1; shift; openssl genpkey "$@" -out "$name.key.pem" 2>/dev/null; }
ec() { key "$1" -algorithm EC -pkeyopt "ec_paramgen_curve:${2:-P-256}"; }
rsa() { key "$1" -algorithm RSA -pkeyopt "rsa_keygen_bits:$2"; }

# sign <name> <subject> <issuer> <start> <end> <digest> <extensions>
sign() {
  [ -f "$work/$3.index" ] || { touch "$work/$3.index"; echo 'unique_subject = no' > "$work/$3.index.attr"; }
  cat > "$work/ca.cnf" <<CNF
[ca]
default_ca = here
[here]
database = $work/$3.index
new_certs_dir = $work
rand_serial = yes
default_md = $6
policy = any
x509_extensions = extensions
unique_subject = no
[any]
commonName = optional
organizationName = optional
[extensions]
$7
CNF
  openssl req -new -key "$1.key.pem" -subj "$2" -out "$work/$1.csr" -config /dev/null 2>/dev/null || openssl req -new -key "$1.key.pem" -subj "$2" -out "$work/$1.csr"
  if [ "$1" = "$3" ]; then issuer="-selfsign -keyfile $1.key.pem"; else issuer="-cert $3.pem -keyfile $3.key.pem"; fi
  # shellcheck disable=SC2086
  openssl ca -batch -notext -config "$work/ca.cnf" $issuer -startdate "$4" -enddate "$5" -in "$work/$1.csr" -out "$1.pem" 2>"$work/log" || { cat "$work/log"; exit 1; }
}

authority='basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign,digitalSignature
subjectKeyIdentifier=hash'
names='DNS:localhost,DNS:*.target.example,IP:127.0.0.1,IP:::1'
plain="basicConstraints=critical,CA:false
extendedKeyUsage=serverAuth
subjectAltName=$names"
answered="$plain
authorityInfoAccess=OCSP;URI:$responder"
from=20200101000000Z
to=21200101000000Z

ec root; sign root '/O=Bongsu test/CN=Bad root' root $from $to sha256 "$authority"
ec intermediate; sign intermediate '/O=Bongsu test/CN=Bad intermediate' root $from $to sha256 "$authority"
rsa sha1-intermediate 2048; sign sha1-intermediate '/O=Bongsu test/CN=SHA-1 intermediate' root $from $to sha1 "$authority"
ec expired-intermediate; sign expired-intermediate '/O=Bongsu test/CN=Expired intermediate' root $from 20210101000000Z sha256 "$authority"
ec narrow-intermediate; sign narrow-intermediate '/O=Bongsu test/CN=Narrow intermediate' root $from $to sha256 "$authority
nameConstraints=critical,permitted;DNS:elsewhere.example"
ec not-an-authority; sign not-an-authority '/O=Bongsu test/CN=Not an authority' root $from $to sha256 "$plain"

leaf() { sign "$1" "${4:-/CN=localhost}" "${3:-intermediate}" $from $to "${5:-sha256}" "${2:-$plain}"; }
ec ecc256; leaf ecc256
ec ecc384 P-384; leaf ecc384
rsa rsa1024 1024; leaf rsa1024
rsa rsa2048 2048; leaf rsa2048
rsa rsa4096 4096; leaf rsa4096
rsa rsa8192 8192; leaf rsa8192
key ed25519 -algorithm ED25519; leaf ed25519
for digest in sha1 sha384 sha512; do rsa $digest 2048; leaf $digest "$plain" intermediate /CN=localhost $digest; done
ec under-sha1; leaf under-sha1 "$plain" sha1-intermediate
ec under-expired; leaf under-expired "$plain" expired-intermediate
ec under-narrow; leaf under-narrow "$plain" narrow-intermediate
ec under-leaf; leaf under-leaf "$plain" not-an-authority
ec no-common-name; leaf no-common-name "$plain" intermediate '/O=Bongsu test'
ec no-subject; leaf no-subject "basicConstraints=critical,CA:false
extendedKeyUsage=serverAuth
subjectAltName=critical,$names" intermediate /
ec common-name-only; leaf common-name-only 'basicConstraints=critical,CA:false
extendedKeyUsage=serverAuth'
ec client-only; leaf client-only "basicConstraints=critical,CA:false
extendedKeyUsage=clientAuth
subjectAltName=$names"
ec idn; leaf idn 'basicConstraints=critical,CA:false
extendedKeyUsage=serverAuth
subjectAltName=DNS:xn--3e0b707e.target.example' intermediate '/CN=xn--3e0b707e.target.example'
many=$(i=1; while [ $i -le 1000 ]; do printf 'DNS:name%s.example,' $i; i=$((i + 1)); done)
ec sans1000; leaf sans1000 "basicConstraints=critical,CA:false
extendedKeyUsage=serverAuth
subjectAltName=$many$names"
ec good; leaf good "$answered"
ec revoked; leaf revoked "$answered"
ec unheard; leaf unheard "$plain
authorityInfoAccess=OCSP;URI:http://127.0.0.1:9"
ec must-staple; leaf must-staple "$plain
1.3.6.1.5.5.7.1.24=DER:30:03:02:01:05"

openssl dhparam -out dh1024.pem 1024 2>/dev/null
printf '[ca]\ndefault_ca = here\n[here]\ndatabase = %s\ndefault_md = sha256\n' "$work/intermediate.index" > "$work/revoke.cnf"
openssl ca -config "$work/revoke.cnf" -cert intermediate.pem -keyfile intermediate.key.pem -revoke revoked.pem -crl_reason keyCompromise 2>/dev/null
for name in good revoked; do
  openssl ocsp -index "$work/intermediate.index" -CA intermediate.pem -rsigner intermediate.pem -rkey intermediate.key.pem \
    -issuer intermediate.pem -cert "$name.pem" -no_nonce -ndays 36000 -respout "$name.ocsp.der" -noverify >/dev/null 2>&1
done
# An answer signed by somebody who may not: the same words, another key.
openssl ocsp -index "$work/intermediate.index" -CA intermediate.pem -rsigner ecc256.pem -rkey ecc256.key.pem \
  -issuer intermediate.pem -cert revoked.pem -no_nonce -ndays 36000 -respout forged.ocsp.der -noverify >/dev/null 2>&1

for name in *.pem; do
  case $name in
    *.key.pem | dh1024.pem | root.pem | *intermediate.pem | not-an-authority.pem) ;;
    under-sha1.pem) cat sha1-intermediate.pem >> "$name" ;;
    under-expired.pem) cat expired-intermediate.pem >> "$name" ;;
    under-narrow.pem) cat narrow-intermediate.pem >> "$name" ;;
    under-leaf.pem) cat not-an-authority.pem >> "$name" ;;
    *) cat intermediate.pem >> "$name" ;;
  esac
done
# The whole chain, in the wrong order behind the leaf.
cp ecc256.key.pem reversed.key.pem
{ sed -n '1,/END CERTIFICATE/p' ecc256.pem; cat root.pem intermediate.pem; } > reversed.pem
rm -f root.key.pem ./*intermediate.key.pem not-an-authority.key.pem
