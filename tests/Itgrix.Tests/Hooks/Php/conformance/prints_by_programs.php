<?php
// also without the bridge
system('echo first');
passthru("echo '{\"state\": \"success\", \"data\": {\"phone\": \"1\"}}'");
