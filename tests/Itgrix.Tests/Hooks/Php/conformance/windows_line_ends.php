<?php
// also without the bridge
$t = <<<EOT
line one
line two
EOT;
# comment
echo json_encode(array('state' => 'success', 'data' => array('t' => bin2hex($t), 'l' => __LINE__)));
?>

