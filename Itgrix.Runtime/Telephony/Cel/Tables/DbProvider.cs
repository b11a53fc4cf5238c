using System.Data.Common;
using System.Data.Odbc;
using System.Reflection;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;

namespace Itgrix.Runtime.Telephony.Cel.Tables;

/// <summary>Finds the ADO.NET provider of a database.</summary>
internal static class DbProvider
{
    private const string InstanceName = "Instance";

    /// <exception cref="CelStoreException">It cannot be found; the message says what is missing.</exception>
    public static DbProviderFactory For(CelTableOptions options) => options.Provider switch
    {
        "sqlite" => SqliteFactory.Instance,
        "postgresql" => NpgsqlFactory.Instance,
        "mysql" => MySqlConnectorFactory.Instance,
        "odbc" => OdbcFactory.Instance,
        var named => InstanceOf(TypeOf(named, options.Assembly), named),
    };

    private static Type TypeOf(string named, string? file)
    {
        var name = named.Split(',', 2)[0].Trim();
        try
        {
            var type = file is null
                ? Type.GetType(named, throwOnError: false)
                : new ProviderAssembly(file).Load().GetType(name, throwOnError: false);
            return type ?? throw new CelStoreException(
                $"asterisk.cel.provider: there is no type {name} in {file ?? "the service"}: give it as "
                + "\"Namespace.Type, Assembly\" with the provider's DbProviderFactory, and its file in "
                + "asterisk.cel.assembly.");
        }
        catch (FileNotFoundException error)
        {
            throw new CelStoreException($"asterisk.cel.assembly: {error.FileName ?? file} is missing: put the "
                + "provider's .dll there, with those it needs beside it.", error);
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or ArgumentException)
        {
            throw new CelStoreException($"asterisk.cel: the provider {named} of {file ?? "the service"} cannot be "
                + $"loaded: {error.Message} Use its .dll for .NET 10 or earlier.", error);
        }
    }

    private static DbProviderFactory InstanceOf(Type type, string named)
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static;
        try
        {
            var instance = type.GetField(InstanceName, Static)?.GetValue(null)
                ?? type.GetProperty(InstanceName, Static)?.GetValue(null);
            return instance as DbProviderFactory ?? throw new CelStoreException(
                $"asterisk.cel.provider: {named} has no static field {InstanceName} with a DbProviderFactory: "
                + "name the provider's factory, as in "
                + "\"FirebirdSql.Data.FirebirdClient.FirebirdClientFactory, FirebirdSql.Data.FirebirdClient\".");
        }
        catch (Exception error)
            when (error is TargetInvocationException or TypeInitializationException or TypeLoadException or IOException)
        {
            throw new CelStoreException($"asterisk.cel.provider: {named} cannot be used: "
                + $"{error.GetBaseException().Message} Put the .dll files it needs beside its own.", error);
        }
    }
}
