<?php
// also without the bridge
// runs by process: fclose(STDIN)
fclose(STDIN);
echo json_encode(array('state' => 'success', 'data' => array('open' => is_resource(STDIN))));
