#!/bin/sh
# Signs a simulated person in with curl alone, and shows what a used code and an expired one answer.
#
#     npm run mingpian -- simulate -- sh examples/shell/sign-in.sh
set -eu
world="$WECHAT_SIM_CONTROL/worlds/default"

sim() { # METHOD PATH [JSON]
  curl -sS --fail-with-body -X "$1" "$world$2" -H 'content-type: application/json' ${3:+--data "$3"}
}
field() { # NAME, of the JSON on stdin
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}
exchange() { # CODE
  curl -sS "$WECHAT_API_BASE/sns/oauth2/access_token?appid=$WECHAT_APPID&secret=$WECHAT_APPSECRET&code=$1&grant_type=authorization_code"
}
new_code() {
  sim POST /people/xiaoming/authorize \
    '{"account":"service","redirectUri":"http://127.0.0.1/cb","scope":"snsapi_userinfo","state":"s1"}' | field code
}

sim PUT /people/xiaoming '{"consent":"allow"}' >/dev/null
code=$(new_code)
grant=$(exchange "$code")
token=$(printf '%s' "$grant" | field access_token)
openid=$(printf '%s' "$grant" | field openid)
curl -sS "$WECHAT_API_BASE/sns/userinfo?access_token=$token&openid=$openid&lang=zh_CN"
echo

exchange "$code"
echo

late=$(new_code)
sim POST /clock '{"advance":"6m"}' >/dev/null
exchange "$late"
echo
