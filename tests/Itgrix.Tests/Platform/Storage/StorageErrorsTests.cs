using System.Net.Sockets;
using Itgrix.Runtime.Platform.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Itgrix.Tests.Platform.Storage;

[TestClass]
public sealed class StorageErrorsTests
{
    [TestMethod]
    [DataRow(5, "Away", "another program has locked it.")]
    [DataRow(6, "Away", "another program has locked it.")]
    [DataRow(13, "Away", "the disk is full.")]
    [DataRow(10, "Away", "why")]
    [DataRow(8, "Unusable", "why")]
    [DataRow(14, "Unusable", "why")]
    [DataRow(11, "Unusable", "why")]
    [DataRow(1, "Unusable", "why")]
    [DataRow(19, "BadRow", "why")]
    [DataRow(18, "BadRow", "why")]
    public void SQLite_says_by_its_code_what_is_wrong(int code, string failure, string cause) =>
        ShouldBe(new SqliteException("why", code), failure, cause);

    [TestMethod]
    [DataRow("57P01", "Away", "why (57P01).")]
    [DataRow("57P03", "Away", "why (57P03).")]
    [DataRow("08006", "Away", "why (08006).")]
    [DataRow("53100", "Away", "the server's disk is full: why.")]
    [DataRow("53300", "Away", "why (53300).")]
    [DataRow("40P01", "Away", "why (40P01).")]
    [DataRow("55P03", "Away", "why (55P03).")]
    [DataRow("58030", "Away", "why (58030).")]
    [DataRow("25006", "Away", "why (25006).")]
    [DataRow("28P01", "Unusable", "why (28P01).")]
    [DataRow("42P01", "Unusable", "why (42P01).")]
    [DataRow("42501", "Unusable", "why (42501).")]
    [DataRow("3D000", "Unusable", "why (3D000).")]
    [DataRow("22021", "BadRow", "why (22021).")]
    [DataRow("23505", "BadRow", "why (23505).")]
    [DataRow("54000", "BadRow", "why (54000).")]
    public void PostgreSQL_says_by_its_code_what_is_wrong(string code, string failure, string cause) =>
        ShouldBe(new PostgresException("why", "ERROR", "ERROR", code), failure, cause);

    [TestMethod]
    public void A_server_that_is_not_reached_is_away_and_the_reason_of_the_socket_is_named()
    {
        ShouldBe(
            new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)), "Away",
            "Failed to connect: Connection refused.");
        ShouldBe(new NpgsqlException("Exception while reading", new TimeoutException("Timeout")),
            "Away", "Exception while reading: Timeout.");
        StorageErrors.Classify(new SocketException((int)SocketError.HostNotFound)).Should().Be(StorageFailure.Away);
    }

    [TestMethod]
    public void An_error_without_a_database_behind_it_is_not_a_storage_failure()
    {
        StorageErrors.Classify(new InvalidOperationException()).Should().Be(StorageFailure.None);
        StorageErrors.Classify(new OperationCanceledException()).Should().Be(StorageFailure.None);
        StorageErrors.Classify(new StorageException("", new InvalidDataException())).Should().Be(StorageFailure.BadRow);
    }

    private static void ShouldBe(Exception error, string failure, string cause)
    {
        foreach (var one in new[] { error, new StorageException("It cannot be used.", error) })
        {
            $"{StorageErrors.Classify(one)}".Should().Be(failure);
            StorageErrors.Cause(one).Should().Be(cause);
        }
    }
}
