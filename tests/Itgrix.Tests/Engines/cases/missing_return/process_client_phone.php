<?php
$phone = $params['phone'];
