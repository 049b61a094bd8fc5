/** A setting of cassandra.yaml that has another name from a release line on. */
export interface RenamedSetting {
  readonly from: string;
  readonly to: string;
  /** The line whose Config.java has the new name first; the old one still works there. */
  readonly in: string;
  /** The unit that the old name had in it, and that the new one wants behind the value; absent: none. */
  readonly unit?: string;
}

/**
 * Source: `Replaces` of org.apache.cassandra.config.Config at 4.0.21, 4.1.12 and 5.0.9. All of the old names still
 * work up to 5.0; old and new one together are refused from 4.1 on (NEWS.txt 4.1, CASSANDRA-15234).
 */
const table = `
4.1 batch_size_fail_threshold_in_kb batch_size_fail_threshold KiB
4.1 batch_size_warn_threshold_in_kb batch_size_warn_threshold KiB
4.1 batchlog_replay_throttle_in_kb batchlog_replay_throttle KiB
4.1 cache_load_timeout_seconds cache_load_timeout s
4.1 cas_contention_timeout_in_ms cas_contention_timeout ms
4.1 cdc_free_space_check_interval_ms cdc_free_space_check_interval ms
4.1 cdc_total_space_in_mb cdc_total_space MiB
4.1 column_index_cache_size_in_kb column_index_cache_size KiB
4.1 column_index_size_in_kb column_index_size KiB
4.1 commitlog_segment_size_in_mb commitlog_segment_size MiB
4.1 commitlog_sync_group_window_in_ms commitlog_sync_group_window ms
4.1 commitlog_sync_period_in_ms commitlog_sync_period ms
4.1 commitlog_total_space_in_mb commitlog_total_space MiB
5.0 compaction_large_partition_warning_threshold partition_size_warn_threshold
4.1 compaction_large_partition_warning_threshold_mb compaction_large_partition_warning_threshold MiB
4.1 compaction_throughput_mb_per_sec compaction_throughput MiB/s
5.0 compaction_tombstone_warning_threshold partition_tombstones_warn_threshold
4.1 counter_cache_size_in_mb counter_cache_size MiB
4.1 counter_write_request_timeout_in_ms counter_write_request_timeout ms
4.1 credentials_update_interval_in_ms credentials_update_interval ms
4.1 credentials_validity_in_ms credentials_validity ms
4.1 cross_node_timeout internode_timeout
4.1 dynamic_snitch_reset_interval_in_ms dynamic_snitch_reset_interval ms
4.1 dynamic_snitch_update_interval_in_ms dynamic_snitch_update_interval ms
4.1 enable_drop_compact_storage drop_compact_storage_enabled
4.1 enable_materialized_views materialized_views_enabled
4.1 enable_sasi_indexes sasi_indexes_enabled
4.1 enable_scripted_user_defined_functions scripted_user_defined_functions_enabled
4.1 enable_transient_replication transient_replication_enabled
4.1 enable_user_defined_functions user_defined_functions_enabled
4.1 enable_user_defined_functions_threads user_defined_functions_threads_enabled
4.1 file_cache_size_in_mb file_cache_size MiB
4.1 gc_log_threshold_in_ms gc_log_threshold ms
4.1 gc_warn_threshold_in_ms gc_warn_threshold ms
4.1 hinted_handoff_throttle_in_kb hinted_handoff_throttle KiB
4.1 hints_flush_period_in_ms hints_flush_period ms
4.1 index_summary_capacity_in_mb index_summary_capacity MiB
4.1 index_summary_resize_interval_in_minutes index_summary_resize_interval m
4.1 inter_dc_stream_throughput_outbound_megabits_per_sec inter_dc_stream_throughput_outbound Mbit/s
4.1 internode_application_receive_queue_capacity_in_bytes internode_application_receive_queue_capacity B
4.1 internode_application_receive_queue_reserve_endpoint_capacity_in_bytes internode_application_receive_queue_reserve_endpoint_capacity B
4.1 internode_application_receive_queue_reserve_global_capacity_in_bytes internode_application_receive_queue_reserve_global_capacity B
4.1 internode_application_send_queue_capacity_in_bytes internode_application_send_queue_capacity B
4.1 internode_application_send_queue_reserve_endpoint_capacity_in_bytes internode_application_send_queue_reserve_endpoint_capacity B
4.1 internode_application_send_queue_reserve_global_capacity_in_bytes internode_application_send_queue_reserve_global_capacity B
4.1 internode_max_message_size_in_bytes internode_max_message_size B
4.0 internode_recv_buff_size_in_bytes internode_socket_receive_buffer_size_in_bytes
4.0 internode_send_buff_size_in_bytes internode_socket_send_buffer_size_in_bytes
4.1 internode_socket_receive_buffer_size_in_bytes internode_socket_receive_buffer_size B
4.1 internode_socket_send_buffer_size_in_bytes internode_socket_send_buffer_size B
4.1 internode_streaming_tcp_user_timeout_in_ms internode_streaming_tcp_user_timeout ms
4.1 internode_tcp_connect_timeout_in_ms internode_tcp_connect_timeout ms
4.1 internode_tcp_user_timeout_in_ms internode_tcp_user_timeout ms
4.1 key_cache_size_in_mb key_cache_size MiB
5.0 keyspace_count_warn_threshold keyspaces_warn_threshold
4.1 max_hint_window_in_ms max_hint_window ms
4.1 max_hints_file_size_in_mb max_hints_file_size MiB
4.1 max_mutation_size_in_kb max_mutation_size KiB
4.1 max_value_size_in_mb max_value_size MiB
4.1 memtable_heap_space_in_mb memtable_heap_space MiB
4.1 memtable_offheap_space_in_mb memtable_offheap_space MiB
4.1 min_free_space_per_drive_in_mb min_free_space_per_drive MiB
4.1 native_transport_idle_timeout_in_ms native_transport_idle_timeout ms
4.1 native_transport_max_concurrent_requests_in_bytes native_transport_max_request_data_in_flight B
4.1 native_transport_max_concurrent_requests_in_bytes_per_ip native_transport_max_request_data_in_flight_per_ip B
4.1 native_transport_max_frame_size_in_mb native_transport_max_frame_size MiB
4.1 native_transport_receive_queue_capacity_in_bytes native_transport_receive_queue_capacity B
4.1 networking_cache_size_in_mb networking_cache_size MiB
4.1 periodic_commitlog_sync_lag_block_in_ms periodic_commitlog_sync_lag_block ms
4.1 permissions_update_interval_in_ms permissions_update_interval ms
4.1 permissions_validity_in_ms permissions_validity ms
4.1 prepared_statements_cache_size_mb prepared_statements_cache_size MiB
4.1 range_request_timeout_in_ms range_request_timeout ms
4.1 read_request_timeout_in_ms read_request_timeout ms
4.1 repair_request_timeout_in_ms repair_request_timeout ms
4.1 repair_session_space_in_mb repair_session_space MiB
4.1 request_timeout_in_ms request_timeout ms
4.1 roles_update_interval_in_ms roles_update_interval ms
4.1 roles_validity_in_ms roles_validity ms
4.1 row_cache_size_in_mb row_cache_size MiB
4.1 slow_query_log_timeout_in_ms slow_query_log_timeout ms
4.1 sstable_preemptive_open_interval_in_mb sstable_preemptive_open_interval MiB
4.1 stream_throughput_outbound_megabits_per_sec stream_throughput_outbound Mbit/s
4.1 streaming_keep_alive_period_in_secs streaming_keep_alive_period s
5.0 table_count_warn_threshold tables_warn_threshold
4.1 tracetype_query_ttl trace_type_query_ttl s
4.1 tracetype_repair_ttl trace_type_repair_ttl s
4.1 trickle_fsync_interval_in_kb trickle_fsync_interval KiB
4.1 truncate_request_timeout_in_ms truncate_request_timeout ms
4.1 user_defined_function_fail_timeout user_defined_functions_fail_timeout ms
4.1 user_defined_function_warn_timeout user_defined_functions_warn_timeout ms
4.1 validation_preview_purge_head_start_in_sec validation_preview_purge_head_start s
4.1 write_request_timeout_in_ms write_request_timeout ms
`;

export const renamedSettings: readonly RenamedSetting[] = table
  .trim()
  .split('\n')
  .map((row) => {
    const [line = '', from = '', to = '', unit] = row.split(' ');
    return { from, to, in: line, ...(unit === undefined ? {} : { unit }) };
  });
