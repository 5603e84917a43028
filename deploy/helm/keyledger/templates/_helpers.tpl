{{- define "keyledger.name" -}}
{{- printf "%s" .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "keyledger.labels" -}}
app.kubernetes.io/name: keyledger
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "keyledger.selector" -}}
app.kubernetes.io/name: keyledger
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- /* Whether a store lies in files: the event store unless told, the sealed values where the read models lie unless told. */ -}}
{{- define "keyledger.embedded" -}}
{{- $events := .Values.env.KEYLEDGER_EVENT_STORE | default "embedded" -}}
{{- $reads := .Values.env.KEYLEDGER_READ_STORE | default "embedded" -}}
{{- $material := .Values.env.KEYLEDGER_MATERIAL_STORE | default $reads -}}
{{- if or (eq $events "embedded") (eq $reads "embedded") (eq $material "embedded") -}}yes{{- end -}}
{{- end -}}

{{- define "keyledger.check" -}}
{{- if not .Values.image.repository }}{{ fail "image.repository: name the image that you built from the Dockerfile." }}{{ end -}}
{{- if not .Values.rootKey.secret }}{{ fail "rootKey.secret: name the secret that holds the root key; values.yaml says how to make it." }}{{ end -}}
{{- if hasKey .Values.files "root.key" }}{{ fail "files: root.key is the name of the root key; call the file otherwise." }}{{ end -}}
{{- if and (include "keyledger.embedded" .) (gt (int .Values.replicas) 1) }}{{ fail "replicas: an embedded store is one server's; set KEYLEDGER_EVENT_STORE, KEYLEDGER_READ_STORE and KEYLEDGER_MATERIAL_STORE to engines before you start more." }}{{ end -}}
{{- range $name := list "KEYLEDGER_ROOT_KEY" "KEYLEDGER_SECOND_ROOT_KEY" "MONGODB_URL" "EVENTSTORE_URL" "KEYLEDGER_SMTP_URL" "OTEL_EXPORTER_OTLP_HEADERS" }}
{{- if hasKey $.Values.env $name }}{{ fail (printf "env.%s: it holds a secret; name it in secretEnv." $name) }}{{ end -}}
{{- end -}}
{{- range $name := list "KEYLEDGER_PORT" "KEYLEDGER_DATA_DIR" "KEYLEDGER_ROOT_KEY_FILE" "KEYLEDGER_TLS_CERT" "KEYLEDGER_TLS_KEY" }}
{{- if or (hasKey $.Values.env $name) (hasKey $.Values.secretEnv $name) }}{{ fail (printf "env.%s: the chart sets it." $name) }}{{ end -}}
{{- end -}}
{{- if and .Values.evidenceKey.claim (or (hasKey .Values.env "KEYLEDGER_EVIDENCE_KEY_FILE") (hasKey .Values.secretEnv "KEYLEDGER_EVIDENCE_KEY_FILE")) }}{{ fail "env.KEYLEDGER_EVIDENCE_KEY_FILE: the chart sets it to the key on evidenceKey.claim." }}{{ end -}}
{{- range $name := list "KEYLEDGER_HOST" "KEYLEDGER_BEHIND_TLS_PROXY" }}
{{- if hasKey $.Values.secretEnv $name }}{{ fail (printf "secretEnv.%s: it is no secret; set it in env." $name) }}{{ end -}}
{{- end -}}
{{- range $name, $_ := .Values.secretEnv }}
{{- if hasKey $.Values.env $name }}{{ fail (printf "env.%s: secretEnv has it too; set it in one of them." $name) }}{{ end -}}
{{- end -}}
{{- end -}}
