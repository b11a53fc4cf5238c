<html>
<?php $a = 1; ?>
<?= $a ?>
</html>
<?php echo json_encode(array('state' => 'success', 'data' => array('a' => $a)));
