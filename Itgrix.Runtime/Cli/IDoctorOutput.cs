using Itgrix.Runtime.Platform.Doctor;

namespace Itgrix.Runtime.Cli;

/// <summary>Prints what the doctor finds.</summary>
internal interface IDoctorOutput
{
    /// <summary>The worst level so far.</summary>
    FindingLevel Worst { get; }

    void Add(string area, Finding finding);

    void End();
}
