<?php
// also without the bridge
class Last { public function __destruct() { echo '"destroyed"]}}'; } }
$last = new Last();
register_shutdown_function(function () {
    echo '"shut down",';
    register_shutdown_function(function () { echo '"again",'; });
});
echo '{"state": "success", "data": {"order": ["body",';
