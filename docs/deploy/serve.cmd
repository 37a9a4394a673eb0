@echo off
rem Started by the scheduled task. Settings of this place:
set HTTPS=1
set HOST=127.0.0.1
set PORT=8000
set TRUSTED_HOSTS=khaosat.example.gov.vn
set TRUSTED_PROXIES=1
set EVIDENCE_FOLDER=C:\commune-readiness-data\evidence
set DATABASE_URL=sqlite:///C:/commune-readiness-data/survey.db
set LOG=json
cd /d C:\commune-readiness
py run.py serve >> C:\commune-readiness-data\log.txt 2>&1
