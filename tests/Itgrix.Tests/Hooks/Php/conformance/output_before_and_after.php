<?php
?>
before <?= $params['phone'] ?>
<?php
print_r($params);
register_shutdown_function(function () { echo 'after'; });
return array('state' => 'success', 'data' => array('phone' => '1'));
?>
behind the end
