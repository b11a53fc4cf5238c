namespace Itgrix.Runtime.Platform.Doctor;

/// <summary>A check of the doctor: it looks, changes nothing, and says what it found.</summary>
internal interface IDoctorCheck
{
    /// <summary>What it is about, the heading of its findings: <c>asterisk</c>.</summary>
    string Area { get; }

    /// <summary>Looks. A foreseen failure, such as no connection, may be thrown: it is a finding as well.</summary>
    IAsyncEnumerable<Finding> RunAsync(CancellationToken token);
}
