<?php
return array('data' => array('phone' => '1'));
